using System.Security.Cryptography;
using TrmLab.Core.Puzzles;
using TrmLab.Trainer.Losses;
using TrmLab.Trainer.Model;
using TrmLab.Trainer.Native;
using TrmLab.Trainer.Optimization;
using TrmLab.Trainer.Training;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Tests.Native;

/// <summary>A few steps of training by the native step, from the same start every time.</summary>
internal sealed class ShortTraining : IDisposable
{
    private readonly StepPair _data;
    private readonly WeightUpdate _update;
    private Carry _carry;

    public ShortTraining(string name, int threads, ScalarType type)
    {
        var (shape, batch, _) = Shapes.All[name];
        _data = new StepPair(shape, batch, threads, type);
        _carry = Carry.Initial(_data.Native, batch);
        var schedule = new LearningRateSchedule(1e-3, 1, long.MaxValue, 1);
        var weights = _data.Native.Weights;
        _update = new WeightUpdate(
            _data.Native, new AdamAtan2(weights, 0.9, 0.95, 0.1), schedule,
            _data.Native.PuzzleEmbedding is { } puzzles ? new SignSgd(puzzles, 0.1) : null, schedule, new ExponentialMovingAverage(weights, 0.999));
    }

    public long NativeBytes => _data.Step.MemoryBytes;

    public void Step(int number)
    {
        using var result = _data.Step.Run(_carry, _data.Batch(), training: true);
        _carry.Dispose();
        _carry = result.Carry;
        _update.Apply(number);
    }

    /// <summary>A step without gradient on other data, as an evaluation makes between two training steps.</summary>
    public void Evaluate(int batchSize)
    {
        using var carry = Carry.Initial(_data.Native, batchSize);
        using var result = _data.Step.Run(carry, new PuzzleBatch("test", batchSize, _data.Native.Shape.SequenceLength), training: false);
        result.Carry.Dispose();
    }

    /// <summary>Runs some steps.</summary>
    /// <param name="evaluated">Sequences of an evaluation before each step but the first; 0 for none.</param>
    /// <returns>Hash of all weights after each step.</returns>
    public static string Hashes(string name, int threads, ScalarType type, int steps, int evaluated = 0)
    {
        using var training = new ShortTraining(name, threads, type);
        var hashes = new List<string>();
        for (var number = 1; number <= steps; number++)
        {
            if (number > 1 && evaluated > 0) training.Evaluate(evaluated);
            training.Step(number);
            hashes.Add(training.Hash());
        }

        return string.Join(' ', hashes);
    }

    public void Dispose()
    {
        _carry.Dispose();
        _update.Dispose();
        _data.Dispose();
    }

    private string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (_, weight) in _data.Native.Weights)
            hash.AppendData(weight.bytes);
        return Convert.ToHexString(hash.GetHashAndReset())[..12];
    }
}
