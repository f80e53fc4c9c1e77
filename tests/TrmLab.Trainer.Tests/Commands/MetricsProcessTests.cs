using System.Text.Json;
using TrmLab.Core.Interchange;
using TrmLab.Core.Runs;

namespace TrmLab.Trainer.Tests.Commands;

/// <summary>A run's curves taken out by the program and brought in again.</summary>
public sealed class MetricsProcessTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("csv")]
    [InlineData("jsonl")]
    [InlineData("tensorboard")]
    public async Task What_is_exported_is_imported_as_it_was(string format)
    {
        var run = RunDirectory.At(_directory["run"]);
        Directory.CreateDirectory(run.Root);
        using (var log = RunLogWriter.Append(run.Log))
        {
            // Values that fit into the 32 bits of a TensorBoard scalar.
            for (var step = 1; step <= 3; step++) log.Write(new MetricsLogged { Step = step, Values = new Dictionary<string, double> { ["train/lm_loss"] = 5.0 / (1 << step), ["train/lr"] = 0.25 } });
            log.Write(new Evaluated { Step = 3, Weights = "ema", Values = new Dictionary<string, double> { ["all/exact_accuracy"] = 0.5 } });
        }

        var written = RunLogSeries.Read(run.Log);
        var (exported, _, complaint) = await TrainerProcess.Run("metrics", "export", run.Root, "--format", format, "--out", _directory["curves"]);
        Assert.True(exported == 0, complaint);
        AssertSame(written, MetricFile.Read(_directory["curves"]).Run.Series);

        var (imported, output, error) = await TrainerProcess.Run("metrics", "import", _directory["curves"], "--name", "Theirs", "--out", _directory["imported"], "--json");
        Assert.True(imported == 0, error);
        var report = JsonDocument.Parse(output).RootElement;
        Assert.Equal((3, 7), (report.GetProperty("metrics").GetInt32(), report.GetProperty("points").GetInt32()));
        var copy = RunDirectory.At(_directory["imported"]);
        Assert.Equal("Theirs", Assert.IsType<RunImported>(RunLogReader.Read(copy.Log).First().Event).Name);
        AssertSame(written, RunLogSeries.Read(copy.Log));
    }

    private static void AssertSame(IReadOnlyList<MetricSeries> expected, IReadOnlyList<MetricSeries> actual)
    {
        Assert.Equal(expected.Select(s => s.Name), actual.Select(s => s.Name).Order(StringComparer.Ordinal));
        foreach (var series in expected)
        {
            var same = actual.Single(s => s.Name == series.Name);
            Assert.Equal(series.Steps.ToArray(), same.Steps.ToArray());
            Assert.Equal(series.Values.ToArray(), same.Values.ToArray());
        }
    }
}
