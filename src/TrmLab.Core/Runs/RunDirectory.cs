namespace TrmLab.Core.Runs;

/// <summary>
/// The files of one run: the whole contract between the trainer, which writes them, and the dashboard, which reads them. Against the
/// stream go only <c>config.json</c> at the start and command files.
/// </summary>
/// <param name="Root">Absolute path.</param>
public sealed record RunDirectory(string Root)
{
    /// <summary>The run's id: the directory's name.</summary>
    public string Id => Path.GetFileName(Root);

    /// <summary>The configuration, written once.</summary>
    public string Config => In("config.json");

    /// <summary>That the dashboard asked for the run, and where and when; written at each launch by the dashboard.</summary>
    public string Launch => In("launch.json");

    /// <summary>Group, tags and note, see <see cref="RunLabels"/>; written by people.</summary>
    public string Labels => In("labels.json");

    /// <summary>Lies there while a start of the trainer has been asked for and not happened, see <see cref="StartTicket"/>.</summary>
    public string Ticket => In("start.ticket");

    /// <summary>The last ticket that a process took.</summary>
    public string TakenTicket => In("start.taken");

    /// <summary>Events, one per line, written only by the trainer.</summary>
    public string Log => In("metrics.jsonl");

    /// <summary>The trainer's own output, for people.</summary>
    public string Output => In("trainer.log");

    /// <summary>Held (flock) by the trainer while it lives.</summary>
    public string Lock => In("run.lock");

    /// <summary>Rewritten every second: decides where locks lie (network file systems).</summary>
    public string Heartbeat => In("heartbeat.json");

    /// <summary>Command files, see <see cref="RunCommands"/>.</summary>
    public string Commands => In("commands");

    /// <summary>Checkpoint directories <c>step_000000123</c>.</summary>
    public string Checkpoints => In("checkpoints");

    /// <summary>Per-puzzle results, one file per evaluation and kind of weights.</summary>
    public string Evaluations => In("evaluations");

    /// <summary>Opens a run directory by any path.</summary>
    public static RunDirectory At(string path) => new(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));

    /// <summary>The run that a checkpoint directory lies in; null if it lies elsewhere, as imported ones do.</summary>
    public static RunDirectory? OfCheckpoint(string checkpoint) =>
        Path.GetDirectoryName(Path.GetDirectoryName(At(checkpoint).Root)) is { } above && At(above) is var run && File.Exists(run.Config) ? run : null;

    /// <summary>A new id: sortable by time, unique by its random tail.</summary>
    public static string NewId() => $"{DateTime.UtcNow:yyyyMMdd-HHmmss}-{Convert.ToHexStringLower(Guid.NewGuid().ToByteArray().AsSpan(0, 3))}";

    /// <summary>Relative path of the per-puzzle results of one evaluation.</summary>
    public static string EvaluationFile(long step, string weights) => $"evaluations/step_{step:000000000}.{weights}.csv";

    /// <summary>Relative path of another file of one evaluation, such as ARC's submission.json.</summary>
    public static string EvaluationFile(long step, string weights, string name) => $"evaluations/step_{step:000000000}.{weights}.{name}";

    /// <summary>Relative path of the checkpoint of a step.</summary>
    public static string CheckpointPath(long step) => $"checkpoints/step_{step:000000000}";

    /// <summary>A path inside the run directory, such as a log names.</summary>
    /// <exception cref="InputException">The path leaves the run directory, by its text or by a symbolic link.</exception>
    public string Resolve(string relative)
    {
        var full = Path.GetFullPath(Path.Combine(Root, relative));
        if (!full.StartsWith(Root + Path.DirectorySeparatorChar, StringComparison.Ordinal)) throw new InputException($"{relative}: is outside the run directory {Root}");
        for (var part = full; part.Length > Root.Length; part = Path.GetDirectoryName(part)!)
        {
            if (IsLink(part)) throw new InputException($"{part}: a symbolic link; a run directory holds its own files");
        }

        return full;
    }

    /// <summary>True for a symbolic link. A run that came from elsewhere could show any file of this machine by one.</summary>
    public static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;

    private string In(string name) => Path.Combine(Root, name);
}
