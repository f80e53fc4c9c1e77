namespace TrmLab.Trainer.Native.Network;

/// <summary>The prepared weights of one layer.</summary>
internal sealed record PreparedLayer(PreparedSlot MixIn, PreparedSlot MixOut, PreparedSlot GateUp, PreparedSlot Down);

/// <summary>A prepared weight and the number of its gradient.</summary>
internal sealed record PreparedSlot(PreparedWeight Weight, int Slot);

/// <summary>How one gradient is accumulated.</summary>
/// <param name="Layout">Of the accumulated panels.</param>
/// <param name="Source">Whose gradient it is.</param>
/// <param name="Transposed">The panels hold the gradient's transpose.</param>
internal sealed record GradientSlot(WeightLayout Layout, Func<NetworkWeights, Weight> Source, bool Transposed);
