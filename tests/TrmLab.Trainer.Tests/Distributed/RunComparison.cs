using TrmLab.Core.Runs;
using TrmLab.Trainer.Checkpoints;
using TrmLab.Trainer.Checkpoints.Arrays;

namespace TrmLab.Trainer.Tests.Distributed;

/// <summary>How far two runs are apart.</summary>
internal static class RunComparison
{
    /// <summary>Losses of every step and weights of the last checkpoint agree.</summary>
    /// <param name="tolerance">Relative: of the total that a loss is a term of, and of the norm of each array of weights.</param>
    /// <remarks>
    /// A term is measured by its total: a halting loss near 0 is the binary cross entropy of a logit far from 0, which multiplies the
    /// logit's own relative rounding by its size.
    /// </remarks>
    public static void AssertEqual(RunDirectory expected, RunDirectory actual, double tolerance)
    {
        var (one, other) = (Losses(expected), Losses(actual));
        Assert.NotEmpty(one);
        Assert.Equal(one.Select(l => (l.Step, l.Name)), other.Select(l => (l.Step, l.Name)));
        foreach (var (a, b) in one.Zip(other))
            Assert.True(Math.Abs(a.Value - b.Value) <= tolerance * a.Total, $"{a.Name} of step {a.Step} is {a.Value:R} and {b.Value:R}");
        AssertWeights(expected, actual, tolerance);
    }

    /// <summary>The weights of the last checkpoint, puzzle embedding and average included, agree.</summary>
    /// <param name="tolerance">Relative to the norm of each array; 0: to the last bit.</param>
    public static void AssertWeights(RunDirectory expected, RunDirectory actual, double tolerance)
    {
        foreach (var file in new[] { CheckpointManifest.RawWeights, CheckpointManifest.EmaWeights }.Where(file => File.Exists(Last(expected, file))))
            AssertEqual(Last(expected, file), Last(actual, file), tolerance);
    }

    /// <summary>Losses and counts of every step and of the evaluations; the total is that of the losses for a loss, else the value itself.</summary>
    public static List<(long Step, string Name, double Value, double Total)> Losses(RunDirectory run)
    {
        RunEvent[] events = [.. RunLogReader.Read(run.Log).Select(line => line.Event!)];
        return
        [
            .. events.OfType<MetricsLogged>().SelectMany(e => Compared(e.Step, "", e.Values)),
            .. events.OfType<Evaluated>().SelectMany(e => Compared(e.Step, e.Weights + "/", e.Values)),
        ];
    }

    private static IEnumerable<(long Step, string Name, double Value, double Total)> Compared(long step, string prefix, IEnumerable<KeyValuePair<string, double>> values)
    {
        var compared = values.Where(v => IsCompared(v.Key)).OrderBy(v => v.Key).ToArray();
        var total = compared.Where(v => IsLoss(v.Key)).Sum(v => v.Value);
        return compared.Select(v => (step, prefix + v.Key, v.Value, IsLoss(v.Key) ? total : v.Value));
    }

    // Accuracies follow; they turn on single cells that are nearly undecided.
    private static bool IsCompared(string metric) => IsLoss(metric) || metric is "train/halted" or "train/lr" || metric.EndsWith("/count", StringComparison.Ordinal);

    private static bool IsLoss(string metric) => metric.EndsWith("loss", StringComparison.Ordinal);

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
