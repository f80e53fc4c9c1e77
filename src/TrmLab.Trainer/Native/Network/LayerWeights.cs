namespace TrmLab.Trainer.Native.Network;

/// <summary>The trained tensors of one layer.</summary>
/// <param name="MixIn">Token MLP: [2 inner, L]. Attention: [3 heads * width, D].</param>
/// <param name="MixOut">Token MLP: [L, inner]. Attention: [D, heads * width].</param>
/// <param name="GateUp">[2 inner, D].</param>
/// <param name="Down">[D, inner].</param>
internal sealed record LayerWeights(Weight MixIn, Weight MixOut, Weight GateUp, Weight Down);
