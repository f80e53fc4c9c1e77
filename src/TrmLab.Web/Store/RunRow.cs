namespace TrmLab.Web.Store;

/// <summary>What the index knows of a run: its configuration, how far its log was read, and the figures of the runs table.</summary>
public sealed class RunRow
{
    public int Id { get; set; }

    /// <summary>The run's id: its directory's name.</summary>
    public string Run { get; set; } = "";

    /// <summary>Name from the configuration.</summary>
    public string Name { get; set; } = "";

    /// <summary><c>config.json</c> as it stands.</summary>
    public string Config { get; set; } = "";

    /// <summary>Why the configuration cannot be read; empty if it can.</summary>
    public string ConfigError { get; set; } = "";

    /// <summary>Data sets and device as configured, seed.</summary>
    public string Data { get; set; } = "";

    /// <summary>What decides the time of a step (network, batch, data, device): runs that share it are equally fast. See <see cref="RunShape"/>.</summary>
    public string Shape { get; set; } = "";

    /// <summary>The device in the trainer's words, else as configured.</summary>
    public string Device { get; set; } = "";

    public int Seed { get; set; }

    /// <summary>Unix milliseconds at which the configuration was written.</summary>
    public long Created { get; set; }

    /// <summary>Unix milliseconds of the first trainer's start; null before.</summary>
    public long? Started { get; set; }

    /// <summary>Unix milliseconds of the last event; 0 without one.</summary>
    public long LastEvent { get; set; }

    /// <summary>Milliseconds trained, without the time between two trainers, up to <see cref="LastEvent"/>.</summary>
    public long Elapsed { get; set; }

    /// <summary>Unix milliseconds at which the present trainer took the run.</summary>
    public long SessionStart { get; set; }

    /// <summary>Milliseconds trained before that.</summary>
    public long SessionElapsed { get; set; }

    public long Step { get; set; }

    public long TotalSteps { get; set; }

    public long Parameters { get; set; }

    /// <summary>As the last line of the log tells it.</summary>
    public double? StepsPerSecond { get; set; }

    /// <summary>Seconds of a step, averaged over the recent lines of the log; null before the first. Without evaluations and saves.</summary>
    public double? StepSeconds { get; set; }

    /// <summary>Evaluations that the configuration plans; 0 if it cannot be read.</summary>
    public int PlannedEvaluations { get; set; }

    /// <summary>Step of the last evaluation; 0 before the first.</summary>
    public long EvaluatedStep { get; set; }

    /// <summary>What the last evaluation took, of all its weights together; null before the first.</summary>
    public double? EvaluationSeconds { get; set; }

    public double? BestEma { get; set; }

    public double? BestRaw { get; set; }

    public double? LastEma { get; set; }

    public double? LastRaw { get; set; }

    /// <summary>JSON of the last event that says something about life, see <see cref="Core.Runs.RunState.Derive"/>.</summary>
    public string? Life { get; set; }

    /// <summary>Offset in the log up to which this index is complete.</summary>
    public long Offset { get; set; }

    /// <summary>Rises whenever points that a follower may have seen are void or changed; it then reads everything again.</summary>
    public int Revision { get; set; }

    /// <summary>Lines of the log that are no events this program knows.</summary>
    public int ForeignLines { get; set; }
}
