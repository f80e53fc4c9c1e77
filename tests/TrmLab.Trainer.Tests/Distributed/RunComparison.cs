using TrmLab.Core.Runs;
using TrmLab.Trainer.Checkpoints;
using TrmLab.Trainer.Checkpoints.Arrays;

namespace TrmLab.Trainer.Tests.Distributed;

/// <summary>How far two runs are apart.</summary>
internal static class RunComparison
{
    // libtorch's binary cross entropy works on numbers near 1 in float32: this much of a loss near 0 is rounding, whatever its size.
    private const double NearOne = 1.2e-7;

    /// <summary>Losses of every step and weights of the last checkpoint agree.</summary>
    /// <param name="tolerance">Relative: of each loss, and of the norm of each array of weights.</param>
    public static void AssertEqual(RunDirectory expected, RunDirectory actual, double tolerance)
    {
        var (one, other) = (Losses(expected), Losses(actual));
        Assert.NotEmpty(one);
        Assert.Equal(one.Select(l => (l.Step, l.Name)), other.Select(l => (l.Step, l.Name)));
        foreach (var (a, b) in one.Zip(other))
            Assert.True(Math.Abs(a.Value - b.Value) <= tolerance * Math.Abs(a.Value) + NearOne, $"{a.Name} of step {a.Step} is {a.Value:R} and {b.Value:R}");
        foreach (var file in new[] { CheckpointManifest.RawWeights, CheckpointManifest.EmaWeights }.Where(file => File.Exists(Last(expected, file))))
            AssertEqual(Last(expected, file), Last(actual, file), tolerance);
    }

    /// <summary>Losses and counts of every step and of the evaluations.</summary>
    public static List<(long Step, string Name, double Value)> Losses(RunDirectory run)
    {
        RunEvent[] events = [.. RunLogReader.Read(run.Log).Select(line => line.Event!)];
        return
        [
            .. events.OfType<MetricsLogged>().SelectMany(e => e.Values.Where(v => IsCompared(v.Key)).OrderBy(v => v.Key).Select(v => (e.Step, v.Key, v.Value))),
            .. events.OfType<Evaluated>().SelectMany(e => e.Values.Where(v => IsCompared(v.Key)).OrderBy(v => v.Key).Select(v => (e.Step, $"{e.Weights}/{v.Key}", v.Value))),
        ];
    }

    // Accuracies follow; they turn on single cells that are nearly undecided.
    private static bool IsCompared(string metric) => metric.EndsWith("loss", StringComparison.Ordinal) || metric is "train/halted" or "train/lr" || metric.EndsWith("/count", StringComparison.Ordinal);

    private static string Last(RunDirectory run, string file) => Path.Combine(CheckpointDirectory.List(run.Checkpoints)[0].Path, file);

    private static void AssertEqual(string expected, string actual, double tolerance)
    {
        using var one = SafetensorsFile.Open(expected);
        using var other = SafetensorsFile.Open(actual);
        Assert.Equal(one.Arrays.Select(a => a.Name), other.Arrays.Select(a => a.Name));
        foreach (var array in one.Arrays)
        {
            var (a, b) = (array.ToSingles(), other[array.Name].ToSingles());
            var norm = Math.Sqrt(a.Sum(v => (double)v * v));
            var distance = Math.Sqrt(a.Zip(b).Sum(pair => Math.Pow((double)pair.First - pair.Second, 2)));
            Assert.True(distance <= tolerance * norm, $"{array.Name} differs by {distance / norm:0.0e+0} of its norm");
        }
    }
}
