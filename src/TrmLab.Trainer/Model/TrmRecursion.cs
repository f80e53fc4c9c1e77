using static TorchSharp.torch;

namespace TrmLab.Trainer.Model;

/// <summary>
/// The paper's own: one network for both updates, answer y and latent z.
/// <code>
/// def latent_recursion(x, y, z, n=6):
///     for i in range(n):       # latent reasoning
///         z = net(x, y, z)
///     y = net(y, z)            # refine the answer
///     return y, z
/// </code>
/// </summary>
/// <param name="latent">The network that updates z.</param>
/// <param name="answer">The network that updates y: the same, but in an ablation.</param>
/// <param name="oneStepGradient">The ablation that differentiates only the last update of z and that of y.</param>
internal sealed class TrmRecursion(ReasoningCore latent, ReasoningCore answer, bool oneStepGradient) : Recursion
{
    protected override RecursionState LatentRecursion(Tensor x, RecursionState state, RecursionPlace place)
    {
        var differentiate = is_grad_enabled();
        var (y, z) = (state.Answer, state.Latent);
        var question = y.Plus(x);
        for (var i = 0; i < place.Depth.LatentSteps; i++)
        {
            using (set_grad_enabled(differentiate && (!oneStepGradient || i == place.Depth.LatentSteps - 1)))
                z = latent.forward(z, question);
            place.Updated(i, 1, y, z);
        }

        y = answer.forward(y, z);
        place.Updated(place.Depth.LatentSteps, 0, y, z);
        return new RecursionState(y, [z]);
    }
}
