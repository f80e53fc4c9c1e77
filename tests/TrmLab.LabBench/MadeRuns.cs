using System.Globalization;
using System.Text;
using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;

namespace TrmLab.LabBench;

/// <summary>Run directories of made-up runs, written as a trainer writes them but in one go.</summary>
internal static class MadeRuns
{
    private static readonly string[] AllMetrics = ["lm_loss", "accuracy", "exact_accuracy", "q_halt_accuracy", "q_halt_loss", "steps", "lr", "grad_norm"];

    public const int LongRun = 65_104;

    /// <summary>A finished run.</summary>
    /// <param name="run">Where.</param>
    /// <param name="seed">Seed; also of the noise.</param>
    /// <param name="steps">Steps logged.</param>
    /// <param name="metrics">Metrics per step, at most 8.</param>
    public static void Write(RunDirectory run, int seed, int steps, int metrics)
    {
        File.WriteAllText(run.Config, ConfigJson.Write(new RunConfig { Name = $"made run {seed / 5}, seed {seed % 5}", Seed = seed % 5, DataPaths = ["data/samples/sudoku-4x4"], LearningRate = 1e-4 * (1 + seed / 5) }));
        using var log = new StreamWriter(run.Log, false, new UTF8Encoding(false), 1 << 20);
        var time = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() - steps * 10L;
        Line(log, new RunStarted { Time = time, Run = run.Id, Process = ProcessIdentity.Current, TotalSteps = steps, Parameters = 5_028_866, Device = "cpu, made" });
        var line = new StringBuilder();
        for (var step = 1; step <= steps; step++)
        {
            line.Clear().Append(CultureInfo.InvariantCulture, $"{{\"event\":\"metrics\",\"step\":{step},\"values\":{{");
            for (var m = 0; m < metrics; m++) line.Append(CultureInfo.InvariantCulture, $"{(m > 0 ? "," : "")}\"train/{AllMetrics[m]}\":{Value(seed, step, m)}");
            log.WriteLine(line.Append(CultureInfo.InvariantCulture, $"}},\"time\":{time + step * 10L}}}"));
        }

        foreach (var weights in new[] { "raw", "ema" })
        {
            Line(log, new Evaluated { Time = time, Step = steps, Weights = weights, Puzzles = 1000, Values = new Dictionary<string, double> { ["all/exact_accuracy"] = 0.5 + seed % 50 / 100.0, ["all/accuracy"] = 0.9 } });
        }

        Line(log, new RunFinished { Time = time + steps * 10L, Step = steps, Seconds = steps / 100.0 });
    }

    public static string Id(int number) => $"20260101-{number / 3600 % 24:00}{number / 60 % 60:00}{number % 60:00}-{number:x6}";

    /// <summary>A curve that falls with noise and rare spikes.</summary>
    public static double Value(int seed, int step, int metric) =>
        Math.Round((2 + metric) * Math.Exp(-step / 20_000.0) + 0.1 * Math.Abs(Math.Sin(step * 12.9898 + seed) * 43758.5453 % 1) + (step % 9973 == 0 ? 1 : 0), 6);

    private static void Line(StreamWriter log, RunEvent e) => log.WriteLine(Encoding.UTF8.GetString(RunEventJson.Write(e)));
}
