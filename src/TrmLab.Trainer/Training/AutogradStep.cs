using TrmLab.Core.Puzzles;
using TrmLab.Trainer.Losses;
using TrmLab.Trainer.Model;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Training;

/// <summary>The supervision step by libtorch's autograd: every variant, every device.</summary>
/// <param name="model">The network; not owned.</param>
/// <param name="halting">Who goes on and who is done.</param>
/// <param name="loss">The loss and the metrics.</param>
/// <param name="globalBatchSize">The loss is divided by this before the gradient is taken.</param>
public sealed class AutogradStep(TinyRecursiveModel model, HaltingRule halting, ActLoss loss, int globalBatchSize) : ISupervisionStep
{
    /// <inheritdoc/>
    public TinyRecursiveModel Model { get; } = model;

    /// <summary>Watches the recursion of the following calls; null costs nothing.</summary>
    public IRecursionObserver? Observer { get; set; }

    /// <inheritdoc/>
    public StepResult Run(Carry carry, PuzzleBatch batch, bool training)
    {
        using var scope = NewDisposeScope();
        using var gradient = set_grad_enabled(training);
        using var current = carry.Refill(Model, batch);
        var puzzleRows = Model.PuzzleEmbedding?.Gather(current.PuzzleIdentifiers).requires_grad_(training);

        var output = Model.Forward(current.State, current.Inputs, puzzleRows, Observer);
        var (steps, halted) = halting.Decide(current.Steps, output, training);
        var state = output.State.Map(tensor => tensor.detach());
        var target = halting.HasContinueLoss(training) ? ContinueTarget(state, current, puzzleRows, steps) : null;
        var measured = loss.Measure(output, current.Labels, steps, halted, target);
        if (training)
            Backward(measured.Total, current.PuzzleIdentifiers, puzzleRows);

        Tensor Keep(Tensor tensor) => tensor.detach().DetachFromDisposeScope();
        return new StepResult
        {
            Carry = new Carry(state, steps, halted, current.Inputs.alias(), current.Labels.alias(), current.PuzzleIdentifiers.alias()),
            Metrics = measured.Metrics,
            Logits = Keep(output.Logits),
            HaltLogits = Keep(output.HaltLogits),
            ContinueLogits = Keep(output.ContinueLogits),
            ContinueTarget = target is null ? null : Keep(target),
            Loss = Keep(measured.Total),
        };
    }

    /// <summary>The model is not owned.</summary>
    public void Dispose()
    {
    }

    // One more supervision step from the new carry: what the halting head will say then is what going on is worth now.
    private Tensor ContinueTarget(RecursionState state, Carry current, Tensor? puzzleRows, Tensor steps)
    {
        using var gradient = no_grad();
        using var scope = NewDisposeScope();
        var next = Model.Forward(state, current.Inputs, puzzleRows);
        return halting.ContinueTarget(steps, next).MoveToOuterDisposeScope();
    }

    private void Backward(Tensor total, Tensor identifiers, Tensor? puzzleRows)
    {
        Model.Gradients.Attach();
        Model.Gradients.Buffer.zero_();
        total.Over(globalBatchSize).backward();
        if (puzzleRows?.grad is { } rowGradient)
            Model.PuzzleEmbedding!.SetLocalGradient(identifiers.clone(), rowGradient);
    }
}
