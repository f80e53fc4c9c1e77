using System.Diagnostics;
using System.Globalization;
using TrmLab.Core.Runs;

namespace TrmLab.LabBench;

/// <summary>What a log line costs the trainer.</summary>
internal static class LoggingBench
{
    private const int Lines = 20_000;

    // The fastest preset, the 4x4 demo, trains about 20 steps a second on two cores; a slower step makes the share smaller.
    private const double StepSeconds = 0.05;

    public static Task RunAsync(BenchOptions options, Figures figures)
    {
        var folder = Directory.CreateTempSubdirectory("trmlab-bench-");
        try
        {
            using var log = RunLogWriter.Append(Path.Combine(folder.FullName, "metrics.jsonl"));
            var times = new double[Lines];
            for (var step = 0; step < Lines; step++)
            {
                var begin = Stopwatch.GetTimestamp();
                var values = new Dictionary<string, double>();
                for (var m = 0; m < 10; m++) values["train/metric_" + m] = MadeRuns.Value(0, step, m);
                log.Write(new MetricsLogged { Step = step, Values = values });
                times[step] = Stopwatch.GetElapsedTime(begin).TotalSeconds;
            }

            figures.Add(
                "trainer slowed by logging every step", "0.5 %",
                string.Create(CultureInfo.InvariantCulture, $"{times.Average() / StepSeconds:0.000 %} of a step of {StepSeconds * 1000:0} ms ({times.Average() * 1e6:0} us a line of ten metrics, p99 {Figures.At(times, 0.99) * 1e6:0} us)"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        return Task.CompletedTask;
    }
}
