using TrmLab.Core.Configuration;
using TrmLab.Core.Puzzles;
using TrmLab.Trainer.Losses;
using TrmLab.Trainer.Model;
using TrmLab.Trainer.Native;
using TrmLab.Trainer.Training;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Tests.Native;

/// <summary>Two equal networks, one for the autograd step and one for the native step, on the same batches.</summary>
internal sealed class StepPair : IDisposable
{
    private readonly Random _random = new(5);
    private readonly int _batchSize;
    private Carry _autogradCarry, _nativeCarry;

    public StepPair(ModelShape shape, int batchSize, int threads, ScalarType type = ScalarType.Float32)
    {
        _batchSize = batchSize;
        Reference = new TinyRecursiveModel(shape, CPU, type, seed: 3);
        Native = new TinyRecursiveModel(shape, CPU, type, seed: 3);
        foreach (var model in new[] { Reference, Native })
            Liven(model);
        Autograd = new AutogradStep(Reference, Halting(shape), new ActLoss(shape.Arch.Loss), batchSize);
        Step = new NativeStep(Native, Halting(shape), new ActLoss(shape.Arch.Loss), batchSize, threads);
        _autogradCarry = Carry.Initial(Reference, batchSize);
        _nativeCarry = Carry.Initial(Native, batchSize);
    }

    public TinyRecursiveModel Reference { get; }

    public TinyRecursiveModel Native { get; }

    public AutogradStep Autograd { get; }

    public NativeStep Step { get; }

    /// <summary>Random tokens and labels, some of them without a label; the second sequence without any.</summary>
    public PuzzleBatch Batch()
    {
        var shape = Native.Shape;
        var batch = new PuzzleBatch("all", _batchSize, shape.SequenceLength);
        for (var i = 0; i < batch.Inputs.Length; i++)
        {
            batch.Inputs[i] = _random.Next(shape.VocabularySize);
            var ignored = i / shape.SequenceLength == 1 || _random.Next(5) == 0;
            batch.Labels[i] = ignored ? BatchRules.IgnoreLabel : _random.Next(shape.VocabularySize);
        }

        for (var i = 0; i < _batchSize; i++)
            batch.PuzzleIdentifiers[i] = _random.Next(shape.PuzzleIdentifiers);
        return batch;
    }

    /// <summary>Runs both on one batch; the carries go on to the next call.</summary>
    public (StepResult Autograd, StepResult Native) Run(bool training)
    {
        var batch = Batch();
        var autograd = Autograd.Run(_autogradCarry, batch, training);
        var native = Step.Run(_nativeCarry, batch, training);
        _autogradCarry.Dispose();
        _nativeCarry.Dispose();
        (_autogradCarry, _nativeCarry) = (autograd.Carry, native.Carry);
        return (autograd, native);
    }

    /// <summary>Distance of the gradients per weight, relative to the reference's norm.</summary>
    public IEnumerable<(string Name, double Distance)> GradientDistances()
    {
        foreach (var ((name, reference), (_, native)) in Reference.Weights.Zip(Native.Weights))
            yield return (name, Distance(reference.grad!, native.grad!));
        if (Reference.PuzzleEmbedding is { } puzzles)
            yield return ("puzzle_emb", Distance(puzzles.LocalGradient!, Native.PuzzleEmbedding!.LocalGradient!));
    }

    public static double Distance(Tensor expected, Tensor actual)
    {
        using var scope = NewDisposeScope();
        var wide = expected.to(ScalarType.Float64);
        return (actual.to(ScalarType.Float64).sub(wide).norm() / (wide.norm() + 1e-30)).item<double>();
    }

    public void Dispose()
    {
        Step.Dispose();
        _autogradCarry.Dispose();
        _nativeCarry.Dispose();
        Reference.Dispose();
        Native.Dispose();
    }

    private static HaltingRule Halting(ModelShape shape) => new(shape.Arch, RandomStream.Exploration.Of(1));

    // The halting head and the puzzle embedding start at zero, which would hide their share of the gradients.
    private static void Liven(TinyRecursiveModel model)
    {
        using var gradient = no_grad();
        using var scope = NewDisposeScope();
        var random = new Random(11);
        Tensor Draw(Tensor like) => tensor(Enumerable.Range(0, (int)like.numel()).Select(_ => (float)(random.NextDouble() - 0.5) * 0.2f).ToArray()).view(like.shape);
        foreach (var (name, weight) in model.Weights.Where(weight => weight.name.StartsWith("q_head", StringComparison.Ordinal)))
            weight.copy_(Draw(weight));
        model.PuzzleEmbedding?.Weights.copy_(Draw(model.PuzzleEmbedding.Weights));
    }
}
