using static TorchSharp.torch;

namespace TrmLab.Trainer.Model;

/// <summary>
/// trm_hier6: six latents. Step i replaces latent i by f(sum of all six, y + x); latents beyond the n-th only contribute to the sum.
/// Then y = f(y, sum of all six).
/// </summary>
internal sealed class SixLatentRecursion(ReasoningCore f) : Recursion
{
    /// <summary>Latents of this variant, and the most latent steps it can take.</summary>
    public const int Latents = 6;

    protected override RecursionState LatentRecursion(Tensor x, RecursionState state, RecursionPlace place)
    {
        var y = state.Answer;
        Tensor[] z = [.. state.Latents];
        var question = y.Plus(x);
        for (var i = 0; i < place.Depth.LatentSteps; i++)
        {
            z[i] = f.forward(Sum(z), question);
            place.Updated(i, i + 1, y, z);
        }

        y = f.forward(y, Sum(z));
        place.Updated(place.Depth.LatentSteps, 0, y, z);
        return new RecursionState(y, z);
    }

    private static Tensor Sum(Tensor[] latents) => latents.Aggregate((sum, latent) => sum.Plus(latent));
}
