using static TorchSharp.torch;

namespace TrmLab.Trainer.Model;

/// <summary>The baseline: y = f(y, x) once per supervision step. There is no latent and no recursion inside the step.</summary>
internal sealed class TransformerRecursion(ReasoningCore f) : Recursion
{
    public override RecursionState DeepRecursion(Tensor x, RecursionState state, RecursionDepth depth, IRecursionObserver? observer) =>
        LatentRecursion(x, state, new RecursionPlace(0, depth, observer));

    protected override RecursionState LatentRecursion(Tensor x, RecursionState state, RecursionPlace place)
    {
        var y = f.forward(state.Answer, x);
        place.Updated(0, 0, y);
        return new RecursionState(y, []);
    }
}
