using TrmLab.Core.Runs;
using TrmLab.Web.Components.Controls;
using TrmLab.Web.Store;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Components.RunTable;

/// <summary>A row of the runs table.</summary>
public sealed record RunListItem(RunRow Row, RunStatus Status)
{
    private static readonly IReadOnlyDictionary<string, double> NoMetrics = new Dictionary<string, double>();

    /// <summary>Group, tags, note, and whether it is archived.</summary>
    public RunLabels Labels { get; init; } = RunLabels.None;

    /// <summary>The configuration; null where no column, group or filter needs it.</summary>
    public RunFields? Fields { get; init; }

    /// <summary>Last values of the metrics that have columns.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = NoMetrics;

    /// <summary>The run's id.</summary>
    public string Id => Row.Run;

    /// <summary>EMA where the run has it, else raw: the figure that the last is compared with.</summary>
    public double? Best => Row.BestEma ?? Row.BestRaw;

    /// <summary>Last minus best, of the same weights; negative when the run got worse after its best.</summary>
    public double? LastMinusBest => (Row.LastEma is null ? Row.LastRaw : Row.LastEma) - Best;

    /// <summary>Time that remains; null if it cannot be said.</summary>
    public TimeSpan? Remaining => TimeLeft.Of(Row, Status.State);

    /// <summary>The same in words, of a run that waits that it does; null if it cannot be said.</summary>
    public string? ToGo => Status.State.Phase == RunPhase.Paused ? "paused" : Remaining is { } left ? Show.Duration(left) + " to go" : null;

    /// <summary>What the run trains on, by the words of its data.</summary>
    public string Task { get; } = TaskOf(Row.Data);

    /// <summary>Why the run is where it is, if that is not plain; of a long reason its last line, which says most.</summary>
    public string? Why => Status.State.Phase switch
    {
        RunPhase.Failed or RunPhase.Lost or RunPhase.Starting => LastLine(Status.State.Reason),
        RunPhase.Running or RunPhase.Paused when Status.Heartbeat is { } beat && beat.Activity != "training" => beat.Activity,
        _ when Row.ConfigError.Length > 0 => Row.ConfigError,
        _ => null,
    };

    private static string LastLine(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "";

    private static string TaskOf(string data) => data switch
    {
        _ when data.Contains("sudoku", StringComparison.OrdinalIgnoreCase) => "Sudoku",
        _ when data.Contains("maze", StringComparison.OrdinalIgnoreCase) => "Maze",
        _ when data.Contains("arc", StringComparison.OrdinalIgnoreCase) => "ARC",
        _ => "Other",
    };
}
