using TrmLab.Core.Configuration;
using TrmLab.Core.Puzzles;
using TrmLab.Trainer.Distributed;
using TrmLab.Trainer.Losses;
using TrmLab.Trainer.Model;
using TrmLab.Trainer.Native.Network;
using TrmLab.Trainer.Native.Products;
using TrmLab.Trainer.Training;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Native;

/// <summary>
/// The supervision step by hand-written forward and backward passes on the CPU. Computes what <see cref="AutogradStep"/> computes, two to
/// four times as fast; see <see cref="Coverage"/> for what it leaves to that one.
/// </summary>
/// <remarks>
/// In bfloat16 only the operands of products are rounded; activations between them stay float32, so it is nearer to the float32 gradient
/// than rounding every operation. Results repeat bit for bit, and are the same for 1, 2, 4, ... threads of 1, 2, 4, ... ranks as far as
/// <see cref="Core.Costs.ChunkPlan"/> goes.
/// </remarks>
public sealed class NativeStep : ISupervisionStep
{
    private readonly HaltingRule _halting;
    private readonly ActLoss _loss;
    private readonly int _globalBatchSize;
    private readonly int _threads;
    private readonly RowShare? _share;
    private readonly NetworkSize _size;
    private readonly TensorWeights _weights;
    private NativeNetwork? _network;

    /// <param name="model">The network; not owned.</param>
    /// <param name="halting">Who goes on and who is done.</param>
    /// <param name="loss">The loss and the metrics.</param>
    /// <param name="globalBatchSize">The loss is divided by this before the gradient is taken.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="share">The rows of the global batch that are trained here; null if all are.</param>
    /// <exception cref="NotSupportedException">The network is not covered; the message says why.</exception>
    public NativeStep(TinyRecursiveModel model, HaltingRule halting, ActLoss loss, int globalBatchSize, int threads, RowShare? share = null)
    {
        if (Coverage.Gap(model) is { } gap)
            throw new NotSupportedException($"The native step does not cover this network: {gap}.");
        (Model, _halting, _loss, _globalBatchSize, _threads, _share) = (model, halting, loss, globalBatchSize, threads, share);
        _size = new NetworkSize(model.Shape);
        _weights = new TensorWeights(model);
    }

    /// <summary>What it computes with on this processor, for the record of a run.</summary>
    public static string Describe(ForwardType forwardType) =>
        forwardType == ForwardType.BFloat16 && DotTiles.Gap is { } gap ? $"native (operands rounded to bfloat16, products in float32: {gap})" : "native";

    /// <inheritdoc/>
    public TinyRecursiveModel Model { get; }

    /// <summary>Bytes of native memory held; 0 before the first step.</summary>
    public long MemoryBytes => _network?.Bytes ?? 0;

    /// <inheritdoc/>
    public StepResult Run(Carry carry, PuzzleBatch batch, bool training)
    {
        using var scope = NewDisposeScope();
        using var gradient = no_grad();
        using var current = carry.Refill(Model, batch);
        var (state, output) = Compute(current, training);
        var (steps, halted) = _halting.Decide(current.Steps, output, training);
        var (total, metrics) = _loss.Measure(output, current.Labels, steps, halted, null);
        return new StepResult
        {
            Carry = new Carry(state, steps, halted, current.Inputs.alias(), current.Labels.alias(), current.PuzzleIdentifiers.alias()),
            Metrics = metrics,
            Logits = output.Logits.DetachFromDisposeScope(),
            HaltLogits = output.HaltLogits.DetachFromDisposeScope(),
            ContinueLogits = output.ContinueLogits.DetachFromDisposeScope(),
            Loss = total.DetachFromDisposeScope(),
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _network?.Dispose();

    private unsafe (RecursionState State, ModelOutput Output) Compute(Carry current, bool training)
    {
        var size = (int)current.BatchSize;
        var weights = _weights.Of(training);
        var answer = Floats(current.Answer);
        var latent = Floats(current.Latents[0]);
        var inputs = current.Inputs.to(ScalarType.Int32).contiguous();
        var labels = current.Labels.to(ScalarType.Int32).contiguous();
        var logits = empty([size, _size.Sequence, _size.Vocabulary], ScalarType.Float32);
        var halting = empty([size, 2], ScalarType.Float32);
        var puzzleRows = Model.PuzzleEmbedding?.Gather(current.PuzzleIdentifiers).contiguous();
        var puzzleGradient = puzzleRows is null || !training ? null : zeros_like(puzzleRows);

        Network(size).Run(
            new StepData
            {
                Weights = weights,
                BatchSize = size,
                LossDivisor = _globalBatchSize,
                Cycles = Model.Depth.Cycles,
                LatentSteps = Model.Depth.LatentSteps,
                Inputs = (int*)TensorMemory.Of(inputs),
                Labels = (int*)TensorMemory.Of(labels),
                PuzzleRows = puzzleRows is null ? null : (float*)TensorMemory.Of(puzzleRows),
                PuzzleGradient = puzzleGradient is null ? null : (float*)TensorMemory.Of(puzzleGradient),
                Answer = (float*)TensorMemory.Of(answer),
                Latent = (float*)TensorMemory.Of(latent),
                Logits = (float*)TensorMemory.Of(logits),
                HaltLogits = (float*)TensorMemory.Of(halting),
            },
            training && _share is { } share ? share : RowShare.Whole(size),
            training);

        if (puzzleGradient is not null)
            Model.PuzzleEmbedding!.SetLocalGradient(current.PuzzleIdentifiers.clone(), puzzleGradient);
        var state = new RecursionState(answer.to(Model.ForwardType), [latent.to(Model.ForwardType)]);
        return (state, new ModelOutput(state, logits.to(Model.ForwardType), halting.select(1, 0).clone(), halting.select(1, 1).clone()));
    }

    private NativeNetwork Network(int batchSize)
    {
        if (_network is null || !_network.Holds(batchSize))
        {
            _network?.Dispose();
            _network = new NativeNetwork(_size, MatrixProducts.For(Model.ForwardType == ScalarType.BFloat16), batchSize, _threads);
        }

        return _network;
    }

    // A copy that the step may overwrite.
    private static Tensor Floats(Tensor state) => state.to(ScalarType.Float32, copy: true).contiguous();
}
