using static TorchSharp.torch;

namespace TrmLab.Trainer.Model;

/// <summary>
/// One supervision step's recursion (the paper's <c>deep_recursion</c>). Variants say what one latent recursion does:
/// <code>
/// def deep_recursion(x, y, z, n=6, T=3):
///     with torch.no_grad():                  # T-1 recursions improve y and z, free of gradient
///         for j in range(T-1):
///             y, z = latent_recursion(x, y, z, n)
///     y, z = latent_recursion(x, y, z, n)    # one with gradient
///     return (y.detach(), z.detach()), output_head(y), Q_head(y)
/// </code>
/// </summary>
internal abstract class Recursion
{
    /// <summary>Recurses from <paramref name="state"/>; whether the last recursion has a gradient is the caller's grad mode.</summary>
    public virtual RecursionState DeepRecursion(Tensor x, RecursionState state, RecursionDepth depth, IRecursionObserver? observer)
    {
        using (no_grad())
        {
            for (var cycle = 0; cycle < depth.Cycles - 1; cycle++)
                state = Scoped(x, state, new RecursionPlace(cycle, depth, observer));
        }

        return Scoped(x, state, new RecursionPlace(depth.Cycles - 1, depth, observer));
    }

    /// <summary>n updates of the latents, then one of the answer.</summary>
    protected abstract RecursionState LatentRecursion(Tensor x, RecursionState state, RecursionPlace place);

    // What a recursion leaves behind is freed at its end, not at the step's: with autograd the graph holds what it needs.
    private RecursionState Scoped(Tensor x, RecursionState state, RecursionPlace place)
    {
        using var scope = NewDisposeScope();
        return LatentRecursion(x, state, place).Map(tensor => scope.Contains(tensor) ? tensor.MoveToOuterDisposeScope() : tensor);
    }
}

/// <summary>Which latent recursion is running, and who watches.</summary>
internal sealed record RecursionPlace(int Cycle, RecursionDepth Depth, IRecursionObserver? Observer)
{
    /// <summary>Tells the observer about a latent update.</summary>
    public void Updated(int step, int slot, Tensor answer, params Tensor[] latents) =>
        Observer?.OnUpdate(new RecursionUpdate(Cycle, step, slot), new RecursionState(answer, latents));
}
