using static TorchSharp.torch;

namespace TrmLab.Trainer.Model;

/// <summary>
/// The paper's own: one network, answer y and latent z.
/// <code>
/// def latent_recursion(x, y, z, n=6):
///     for i in range(n):       # latent reasoning
///         z = net(x, y, z)
///     y = net(y, z)            # refine the answer
///     return y, z
/// </code>
/// </summary>
internal sealed class TrmRecursion(ReasoningCore f) : Recursion
{
    protected override RecursionState LatentRecursion(Tensor x, RecursionState state, RecursionPlace place)
    {
        var (y, z) = (state.Answer, state.Latent);
        var question = y.Plus(x);
        for (var i = 0; i < place.Depth.LatentSteps; i++)
        {
            z = f.forward(z, question);
            place.Updated(i, 1, y, z);
        }

        y = f.forward(y, z);
        place.Updated(place.Depth.LatentSteps, 0, y, z);
        return new RecursionState(y, [z]);
    }
}
