using TrmLab.Core.Runs;

namespace TrmLab.Web.Store;

/// <summary>How long a run still takes: its steps at their recent speed, and the evaluations to come, each as long as the last one.</summary>
public static class TimeLeft
{
    // An interval's length is the quotient of two counts: what is missing by rounding is no evaluation still to come.
    private const double Rounding = 1e-6;

    /// <summary>The time left; null if it cannot be said, and for a run that does not go on.</summary>
    public static TimeSpan? Of(RunRow row, RunState state)
    {
        if (state.Phase != RunPhase.Running || row.TotalSteps <= 0 || row.StepSeconds is not { } step) return null;
        var seconds = Math.Max(0, row.TotalSteps - row.Step) * step + EvaluationsLeft(row) * (row.EvaluationSeconds ?? 0);
        return seconds > 0 ? TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.MaxValue.TotalSeconds / 2)) : null;
    }

    // One that somebody asked for between two planned ones takes no planned one's place.
    private static long EvaluationsLeft(RunRow row) =>
        row.PlannedEvaluations - Math.Min(row.PlannedEvaluations, (long)((double)row.EvaluatedStep * row.PlannedEvaluations / row.TotalSteps + Rounding));
}
