using System.Diagnostics;
using System.Text.Json;
using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Core.Costs;
using TrmLab.Trainer.Native.Measurement;

namespace TrmLab.Trainer.Measurement;

/// <summary>
/// How a step's time and memory grow with batch, tokens, T, n and hidden size: one of them at a time is varied around a small network with
/// either mixer, each point in a process of its own, and a model linear in the work is fitted to all of them.
/// </summary>
internal static class ScalingBenchmark
{
    private const int Steps = 3;

    private static readonly (string Name, string[] Values)[] Axes =
    [
        ("global_batch_size", ["8", "16", "64", "128"]),
        ("tokens", ["16", "36", "144"]),
        ("arch.hidden_size", ["64", "256"]),
        ("arch.H_cycles", ["1", "3"]),
        ("arch.L_cycles", ["1", "6"]),
    ];

    // The 9x9 demo's size.
    private static readonly string[] Base = ["arch.H_cycles=2", "arch.L_cycles=3", "arch.expansion=2", "global_batch_size=32"];
    private const int BaseTokens = 81;

    /// <summary>All points: the base, then one changed field each.</summary>
    public static IEnumerable<ScalingPoint> Points => BenchConfigs.All.Take(2).SelectMany(config => (IEnumerable<ScalingPoint>)
    [
        new ScalingPoint(config, "base", "", [.. Base], BaseTokens),
        .. Axes.SelectMany(axis => axis.Values.Select(value => axis.Name == "tokens"
            ? new ScalingPoint(config, axis.Name, value, [.. Base], int.Parse(value))
            : new ScalingPoint(config, axis.Name, value, [.. Base, $"{axis.Name}={value}"], BaseTokens))),
    ]);

    /// <summary>Measures every point and fits.</summary>
    /// <param name="measure">Runs one point.</param>
    /// <param name="each">Told of every point.</param>
    public static (StepCost Cost, IReadOnlyList<ScalingResult> Points) Run(
        StepEngine engine, ForwardType type, int threads, Func<ScalingPoint, StepTiming> measure, Action<ScalingResult> each)
    {
        var results = new List<ScalingResult>();
        foreach (var point in Points)
        {
            var config = point.Config.With(point.Assignments, point.Tokens);
            var timing = measure(point);
            results.Add(new ScalingResult(
                point.Config.Name, point.Axis, point.Value, config.Work(engine == StepEngine.Native ? threads : 0), timing.MedianMs, timing.PeakMemoryMb));
            each(results[^1]);
        }

        return (StepCost.Fit(ConfigField.Word(engine), ConfigField.Word(type), threads, [.. results.Select(r => (r.Work, r.MedianMs, r.PeakMemoryMb))]), results);
    }

    /// <summary>Measures a point in a process of its own, so that its peak memory is its own.</summary>
    /// <exception cref="InputException">The process failed; its last words.</exception>
    public static StepTiming InProcess(ScalingPoint point, StepEngine engine, ForwardType type, int threads)
    {
        string[] words =
        [
            "bench", "--part", "step", "--config", point.Config.Name, "--engine", ConfigField.Word(engine), "--dtype", ConfigField.Word(type),
            "--threads", $"{threads}", "--steps", $"{Steps}", "--tokens", $"{point.Tokens}", "--json", .. point.Assignments.SelectMany(a => new[] { "--set", a }),
        ];
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, words) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InputException($"{string.Join(' ', words)}: ended with code {process.ExitCode}: {errors.Result.Trim()}");
        using var json = JsonDocument.Parse(output);
        return json.RootElement.GetProperty("timings")[0].Deserialize<StepTiming>(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower })!;
    }
}
