using TrmLab.Core.Numerics;
using TrmLab.Core.Tracing;
using TrmLab.Trainer.Model;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Inference;

/// <summary>Where a trace's recursion starts.</summary>
internal static class StartingState
{
    /// <summary>The state before the first supervision step, the same in every row.</summary>
    /// <param name="seed">Of a random start.</param>
    public static RecursionState Of(TinyRecursiveModel model, TraceStart start, long seed, int rows)
    {
        var trained = model.InitialState(rows);
        if (start == TraceStart.Trained)
            return trained;
        var random = new SeededRandom(seed);
        return trained.Map(tensor => start == TraceStart.Zeros ? zeros_like(tensor) : Random(tensor, random));
    }

    private static Tensor Random(Tensor like, SeededRandom random)
    {
        using var scope = NewDisposeScope();
        var numbers = new float[like.shape[1] * like.shape[2]];
        RolloutNoise.Fill(random, numbers);
        return tensor(numbers, ScalarType.Float32).view(1, like.shape[1], like.shape[2]).to(like.device).to(like.dtype).expand(like.shape).MoveToOuterDisposeScope();
    }
}
