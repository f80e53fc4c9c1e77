using static TorchSharp.torch;

namespace TrmLab.Trainer.Model;

/// <summary>One supervision step's outputs.</summary>
/// <param name="State">New state, part of the graph; the carry is its detached copy.</param>
/// <param name="Logits">Answer logits [B, S, V], forward data type.</param>
/// <param name="HaltLogits">[B], float32.</param>
/// <param name="ContinueLogits">[B], float32.</param>
public sealed record ModelOutput(RecursionState State, Tensor Logits, Tensor HaltLogits, Tensor ContinueLogits);
