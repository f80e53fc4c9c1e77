using System.Globalization;
using System.Text.Json;
using TrmLab.Core.Puzzles;

namespace TrmLab.Web.Jobs;

/// <summary>Evaluates a checkpoint by the trainer's own verb and keeps the result as a run to look at, to be compared with others puzzle by puzzle.</summary>
public sealed record EvaluateCheckpointJob : JobSpec
{
    /// <summary>Where it computes, as <c>trmlab evaluate --device</c> takes it: its default, so the option is not given.</summary>
    public const string Device = "auto";

    /// <summary>Name of the run that it makes.</summary>
    public required string Name { get; init; }

    /// <summary>The checkpoint's directory.</summary>
    public required string Checkpoint { get; init; }

    /// <summary>The data set's directory; its test split is evaluated.</summary>
    public required string Data { get; init; }

    /// <summary>Supervision steps; null for as many as it was trained with.</summary>
    public int? Steps { get; init; }

    /// <summary>Puzzles, from the first on; 0 for all.</summary>
    public int Limit { get; init; }

    public override JobPlace Place => JobPlace.Checkpoints;

    public override string Title => $"Evaluate checkpoint: {Name}";

    public override string CommandLine(string output) => CommandText.OfVerb("evaluate", Options);

    public override void Run(JobContext context)
    {
        var options = Options.Where(o => o.Value is not null).SelectMany(o => new[] { o.Option, Convert.ToString(o.Value, CultureInfo.InvariantCulture)! });
        context.Report(new BuildProgress("loading", 0, null));
        using var report = JsonDocument.Parse(context.Trainer(["evaluate", .. options, "--json"], context.Cancellation));
        context.Result = ResultOf(report.RootElement);
    }

    /// <summary>The trainer's report: its figures in a line, and the run that keeps it.</summary>
    internal static JobResult ResultOf(JsonElement report)
    {
        var shares = report.GetProperty("eval").EnumerateObject().Select(w =>
            string.Create(CultureInfo.InvariantCulture, $"{(w.Name == "ema" ? "EMA" : w.Name)} {w.Value.GetProperty("exact_accuracy").GetDouble():P1} of {w.Value.GetProperty("count").GetInt32():N0} puzzles"));
        return new JobResult($"runs/{report.GetProperty("run").GetString()}", "Open run", $"exact: {string.Join(", ", shares)}");
    }

    private IEnumerable<(string Option, object? Value)> Options =>
        [("--checkpoint", Checkpoint), ("--data", Data), ("--steps", Steps), ("--limit", Limit > 0 ? Limit : null), ("--keep", Name)];
}
