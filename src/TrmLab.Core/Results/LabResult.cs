using TrmLab.Core.Statistics;

namespace TrmLab.Core.Results;

/// <summary>Which of a run's evaluations a figure is.</summary>
public enum EvaluationChoice
{
    /// <summary>At the end of training, chosen without looking at results.</summary>
    Last,

    /// <summary>The highest of several on the same test puzzles.</summary>
    Best,
}

/// <summary>What a run of this lab reached on a benchmark, and how it was measured.</summary>
public sealed record LabResult
{
    public required BenchmarkTask Task { get; init; }

    /// <summary>The run's name.</summary>
    public required string Run { get; init; }

    /// <summary><c>raw</c> or <c>ema</c>.</summary>
    public required string Weights { get; init; }

    /// <summary>Puzzles (ARC: tasks) solved. ARC's score is a mean of shares, so this may be rounded; <see cref="Score"/> is exact.</summary>
    public required long Solved { get; init; }

    /// <summary>Puzzles (ARC: tasks) tested.</summary>
    public required long Puzzles { get; init; }

    /// <summary>In percent, if it is not simply solved over tested.</summary>
    public double? ExactScore { get; init; }

    /// <summary>Whether tokens are mixed by an MLP.</summary>
    public bool TokenMlp { get; init; }

    /// <summary>Trained parameters without the puzzle embedding.</summary>
    public long Parameters { get; init; }

    /// <summary>What its training did otherwise than the published one, see <see cref="PublishedSetting.Differences"/>.</summary>
    public IReadOnlyList<string> Differences { get; init; } = [];

    public required EvaluationChoice Choice { get; init; }

    /// <summary>Evaluations that a best one was chosen from.</summary>
    public int Evaluations { get; init; } = 1;

    /// <summary>Supervision steps at evaluation.</summary>
    public int SupervisionSteps { get; init; } = 16;

    /// <summary>Answers computed per puzzle: noisy rollouts or symmetric variants; 1 without.</summary>
    public int AnswersPerPuzzle { get; init; } = 1;

    /// <summary>Runs that differ from this one in the seed only, this one included.</summary>
    public int Seeds { get; init; } = 1;

    /// <summary>Share of the planned steps that were trained.</summary>
    public double ShareOfSchedule { get; init; } = 1;

    /// <summary>Seconds of training so far.</summary>
    public double TrainingSeconds { get; init; }

    /// <summary>The device in words.</summary>
    public string Device { get; init; } = "";

    /// <summary>In percent.</summary>
    public double Score => ExactScore ?? 100.0 * Solved / Puzzles;

    /// <summary>Wilson's interval of the share solved (0 to 1), for the choice of puzzles tested only.</summary>
    public ConfidenceInterval Interval(double level = 0.95) => WilsonInterval.Of(Solved, Puzzles, level);
}
