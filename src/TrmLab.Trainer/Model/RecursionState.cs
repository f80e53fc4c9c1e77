using static TorchSharp.torch;

namespace TrmLab.Trainer.Model;

/// <summary>
/// What the recursion works on: the answer y, which the heads read, and the latents z - one for trm and hrm, six for trm_hier6, none for
/// trm_singlez (whose only state is read as the answer) and transformer. All [B, L, D] in the forward data type.
/// </summary>
public sealed record RecursionState(Tensor Answer, IReadOnlyList<Tensor> Latents)
{
    /// <summary>The one latent z of trm and hrm.</summary>
    public Tensor Latent => Latents[0];

    /// <summary>Answer first, then the latents; slot numbers count in this order.</summary>
    public IEnumerable<Tensor> All => Latents.Prepend(Answer);

    /// <summary>The tensor of a slot: 0 is the answer.</summary>
    public Tensor this[int slot] => slot == 0 ? Answer : Latents[slot - 1];

    /// <summary>Applies a function to every tensor.</summary>
    public RecursionState Map(Func<Tensor, Tensor> f) => new(f(Answer), [.. Latents.Select(f)]);
}
