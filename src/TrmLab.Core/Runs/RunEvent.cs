using System.Text.Json.Serialization;

namespace TrmLab.Core.Runs;

/// <summary>
/// One line of <c>metrics.jsonl</c>: what happened in a run, in order. Only the trainer writes them; everything else is derived.
/// NaN and infinities are written as the strings "NaN", "Infinity" and "-Infinity", never dropped.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(RunStarted), "started")]
[JsonDerivedType(typeof(RunResumed), "resumed")]
[JsonDerivedType(typeof(MetricsLogged), "metrics")]
[JsonDerivedType(typeof(Evaluated), "evaluated")]
[JsonDerivedType(typeof(CheckpointSaved), "checkpoint")]
[JsonDerivedType(typeof(CheckpointRemoved), "checkpoint_removed")]
[JsonDerivedType(typeof(CommandHandled), "command")]
[JsonDerivedType(typeof(RunPaused), "paused")]
[JsonDerivedType(typeof(RunContinued), "continued")]
[JsonDerivedType(typeof(Notice), "notice")]
[JsonDerivedType(typeof(RunFinished), "finished")]
[JsonDerivedType(typeof(RunStopped), "stopped")]
[JsonDerivedType(typeof(RunFailed), "failed")]
[JsonDerivedType(typeof(RunImported), "imported")]
public abstract record RunEvent
{
    /// <summary>Unix time in milliseconds when the event was made.</summary>
    [JsonPropertyName("time")] public long Time { get; init; } = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
}

/// <summary>A trainer process took the run; written once per process, also when it resumes.</summary>
public sealed record RunStarted : RunEvent
{
    [JsonPropertyName("run")] public required string Run { get; init; }

    [JsonPropertyName("process")] public required ProcessIdentity Process { get; init; }

    /// <summary>Steps of the schedule.</summary>
    [JsonPropertyName("total_steps")] public long TotalSteps { get; init; }

    /// <summary>Trained parameters without the puzzle embedding.</summary>
    [JsonPropertyName("parameters")] public long Parameters { get; init; }

    /// <summary>The device in words, such as <c>cpu, 2 threads</c>.</summary>
    [JsonPropertyName("device")] public string Device { get; init; } = "";

    /// <summary>Versions, settings and data hashes: what one needs to repeat the run.</summary>
    [JsonPropertyName("environment")] public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}

/// <summary>The run goes on from a checkpoint; points of later steps that were logged before are void.</summary>
public sealed record RunResumed : RunEvent
{
    [JsonPropertyName("from_step")] public long FromStep { get; init; }

    [JsonPropertyName("checkpoint")] public string Checkpoint { get; init; } = "";
}

/// <summary>Training metrics of one step, by the reference's names (<c>train/lm_loss</c>, ...).</summary>
public sealed record MetricsLogged : RunEvent
{
    [JsonPropertyName("step")] public long Step { get; init; }

    [JsonPropertyName("values")] public required IReadOnlyDictionary<string, double> Values { get; init; }
}

/// <summary>One evaluation of one set of weights on the test puzzles.</summary>
public sealed record Evaluated : RunEvent
{
    [JsonPropertyName("step")] public long Step { get; init; }

    /// <summary><c>raw</c> or <c>ema</c>.</summary>
    [JsonPropertyName("weights")] public required string Weights { get; init; }

    /// <summary>Metrics by the reference's names per test set, such as <c>all/exact_accuracy</c>.</summary>
    [JsonPropertyName("values")] public required IReadOnlyDictionary<string, double> Values { get; init; }

    /// <summary>Share of puzzles whose answer is exact after supervision step 1, 2, ...</summary>
    [JsonPropertyName("exact_by_step")] public IReadOnlyList<double> ExactByStep { get; init; } = [];

    /// <summary>Puzzles evaluated.</summary>
    [JsonPropertyName("puzzles")] public int Puzzles { get; init; }

    /// <summary>Per-puzzle results (<see cref="PuzzleResult"/>), relative to the run directory.</summary>
    [JsonPropertyName("file")] public string File { get; init; } = "";

    [JsonPropertyName("seconds")] public double Seconds { get; init; }
}

/// <summary>A checkpoint is complete on disk.</summary>
public sealed record CheckpointSaved : RunEvent
{
    [JsonPropertyName("step")] public long Step { get; init; }

    /// <summary>Directory, relative to the run directory.</summary>
    [JsonPropertyName("path")] public required string Path { get; init; }

    /// <summary>Why it is kept: <c>latest</c>, <c>best_ema</c>, <c>best_raw</c>, <c>requested</c>.</summary>
    [JsonPropertyName("kind")] public string Kind { get; init; } = "latest";

    [JsonPropertyName("bytes")] public long Bytes { get; init; }
}

/// <summary>A checkpoint was deleted by the run's own rule.</summary>
public sealed record CheckpointRemoved : RunEvent
{
    [JsonPropertyName("path")] public required string Path { get; init; }
}

/// <summary>A command file was obeyed or refused.</summary>
public sealed record CommandHandled : RunEvent
{
    [JsonPropertyName("id")] public required string Id { get; init; }

    [JsonPropertyName("command")] public required string Command { get; init; }

    [JsonPropertyName("outcome")] public string Outcome { get; init; } = "done";
}

/// <summary>Training waits between two steps and keeps its memory.</summary>
public sealed record RunPaused : RunEvent
{
    [JsonPropertyName("step")] public long Step { get; init; }
}

/// <summary>Training goes on after a pause.</summary>
public sealed record RunContinued : RunEvent
{
    [JsonPropertyName("step")] public long Step { get; init; }
}

/// <summary>Something a reader of the run should know.</summary>
public sealed record Notice : RunEvent
{
    /// <summary><c>info</c>, <c>warning</c> or <c>error</c>.</summary>
    [JsonPropertyName("level")] public string Level { get; init; } = "info";

    [JsonPropertyName("text")] public required string Text { get; init; }
}

/// <summary>All steps are done.</summary>
public sealed record RunFinished : RunEvent
{
    [JsonPropertyName("step")] public long Step { get; init; }

    /// <summary>Wall-clock seconds of this process.</summary>
    [JsonPropertyName("seconds")] public double Seconds { get; init; }
}

/// <summary>Stopped on request, with a checkpoint.</summary>
public sealed record RunStopped : RunEvent
{
    [JsonPropertyName("step")] public long Step { get; init; }

    [JsonPropertyName("reason")] public string Reason { get; init; } = "";
}

/// <summary>Ended by an error.</summary>
public sealed record RunFailed : RunEvent
{
    [JsonPropertyName("step")] public long Step { get; init; }

    [JsonPropertyName("reason")] public required string Reason { get; init; }
}

/// <summary>First event of a run that was not trained here: its points come from another program's file. No process belongs to it.</summary>
public sealed record RunImported : RunEvent
{
    /// <summary>Name shown in the dashboard.</summary>
    [JsonPropertyName("name")] public required string Name { get; init; }

    /// <summary>The file it was read from, without its folder.</summary>
    [JsonPropertyName("source")] public required string Source { get; init; }

    /// <summary>What kind of file that was, in words.</summary>
    [JsonPropertyName("format")] public string Format { get; init; } = "";

    /// <summary>What was skipped, replaced or renamed.</summary>
    [JsonPropertyName("notes")] public IReadOnlyList<string> Notes { get; init; } = [];
}
