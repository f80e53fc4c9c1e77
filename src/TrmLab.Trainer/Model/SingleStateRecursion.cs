using static TorchSharp.torch;

namespace TrmLab.Trainer.Model;

/// <summary>trm_singlez: one state is both answer and latent. n times z = f(z + x), then z = f(z).</summary>
internal sealed class SingleStateRecursion(ReasoningCore f) : Recursion
{
    protected override RecursionState LatentRecursion(Tensor x, RecursionState state, RecursionPlace place)
    {
        var z = state.Answer;
        for (var i = 0; i < place.Depth.LatentSteps; i++)
        {
            z = f.forward(z, x);
            place.Updated(i, 0, z);
        }

        z = f.forward(z, null);
        place.Updated(place.Depth.LatentSteps, 0, z);
        return new RecursionState(z, []);
    }
}
