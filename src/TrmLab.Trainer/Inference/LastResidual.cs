using TrmLab.Trainer.Model;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Inference;

/// <summary>How far the answer y of every row moved in the last update of a supervision step: what a trace shows of its one puzzle, for a batch.</summary>
internal sealed class LastResidual(Tensor start) : IRecursionObserver, IDisposable
{
    private Tensor _before = Copy(start);
    private Tensor _now = Copy(start);

    /// <inheritdoc/>
    public void OnQuestion(Tensor question)
    {
    }

    /// <inheritdoc/>
    public void OnUpdate(RecursionUpdate update, RecursionState state)
    {
        if (update.Slot != 0)
            return;
        _before.Dispose();
        (_before, _now) = (_now, Copy(state.Answer));
    }

    /// <summary>Root of the mean square over positions and width, per row.</summary>
    public float[] Values()
    {
        using var scope = NewDisposeScope();
        var difference = _now.sub(_before).to(ScalarType.Float32);
        return difference.mul(difference).mean([1L, 2L]).sqrt().cpu().contiguous().data<float>().ToArray();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _before.Dispose();
        _now.Dispose();
    }

    private static Tensor Copy(Tensor tensor) => tensor.clone().DetachFromDisposeScope();
}
