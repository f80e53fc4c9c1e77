using static TorchSharp.torch;

namespace TrmLab.Trainer.Model;

/// <summary>
/// The Hierarchical Reasoning Model: a low network for z, a high one for y, and the one-step gradient - only the last update of each is
/// differentiated.
/// </summary>
internal sealed class HrmRecursion(ReasoningCore low, ReasoningCore high) : Recursion
{
    protected override RecursionState LatentRecursion(Tensor x, RecursionState state, RecursionPlace place)
    {
        var differentiate = is_grad_enabled();
        var (y, z) = (state.Answer, state.Latent);
        for (var i = 0; i < place.Depth.LatentSteps; i++)
        {
            using (set_grad_enabled(differentiate && i == place.Depth.LatentSteps - 1))
                z = low.forward(z, y.Plus(x));
            place.Updated(i, 1, y, z);
        }

        y = high.forward(y, z);
        place.Updated(place.Depth.LatentSteps, 0, y, z);
        return new RecursionState(y, [z]);
    }
}
