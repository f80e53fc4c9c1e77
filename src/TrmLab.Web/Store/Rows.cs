namespace TrmLab.Web.Store;

/// <summary>A metric's name.</summary>
public sealed class MetricRow
{
    public int Id { get; set; }

    public string Name { get; set; } = "";
}

/// <summary>One metric of one run.</summary>
public sealed class RunMetricRow
{
    public int RunId { get; set; }

    public int MetricId { get; set; }

    /// <summary>Points, non-finite ones included.</summary>
    public long Count { get; set; }

    /// <summary>Points that are NaN or infinite.</summary>
    public long NonFinite { get; set; }

    public long LastStep { get; set; }
}

/// <summary>One evaluation of one set of weights.</summary>
public sealed class EvaluationRow
{
    public int RunId { get; set; }

    public long Step { get; set; }

    /// <summary><c>raw</c> or <c>ema</c>.</summary>
    public string Weights { get; set; } = "";

    /// <summary>Unix milliseconds.</summary>
    public long Time { get; set; }

    /// <summary>Puzzles evaluated.</summary>
    public int Puzzles { get; set; }

    /// <summary>Share of exact answers, mean over the test sets.</summary>
    public double? Exact { get; set; }

    /// <summary>Share of right cells, mean over the test sets.</summary>
    public double? Accuracy { get; set; }

    public double Seconds { get; set; }

    /// <summary>Per-puzzle results, relative to the run directory.</summary>
    public string File { get; set; } = "";

    /// <summary>JSON list: share of exact answers after supervision step 1, 2, ...</summary>
    public string ExactByStep { get; set; } = "[]";
}

/// <summary>A checkpoint that is on disk.</summary>
public sealed class CheckpointRow
{
    public int RunId { get; set; }

    /// <summary>Relative to the run directory.</summary>
    public string Path { get; set; } = "";

    public long Step { get; set; }

    /// <summary>Unix milliseconds.</summary>
    public long Time { get; set; }

    /// <summary>Why it was kept, several reasons separated by commas.</summary>
    public string Kind { get; set; } = "";

    public long Bytes { get; set; }
}

/// <summary>An event of the log other than metrics.</summary>
public sealed class EventRow
{
    public int RunId { get; set; }

    /// <summary>Where its line ends: the event's place in the order.</summary>
    public long EndOffset { get; set; }

    /// <summary>Unix milliseconds.</summary>
    public long Time { get; set; }

    /// <summary>The run's step when it happened.</summary>
    public long Step { get; set; }

    /// <summary>The event's word, such as <c>resumed</c>.</summary>
    public string Kind { get; set; } = "";

    /// <summary>The event.</summary>
    public string Json { get; set; } = "";
}
