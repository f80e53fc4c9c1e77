using System.Globalization;

namespace TrmLab.Web.Comparison;

/// <summary>Names one evaluation: of one kind of weights of a run at a step.</summary>
/// <param name="Run">The run's id.</param>
/// <param name="Step">Training step.</param>
/// <param name="Weights"><c>raw</c> or <c>ema</c>.</param>
public sealed record EvaluationKey(string Run, long Step, string Weights)
{
    /// <summary>Reads <c>RUN:STEP:WEIGHTS</c>; null for anything else.</summary>
    public static EvaluationKey? TryParse(string? text) =>
        text?.Split(':') is [{ Length: > 0 } run, var step, ("raw" or "ema") and var weights] && long.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new EvaluationKey(run, number, weights)
            : null;

    /// <summary>As it stands in addresses.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Run}:{Step}:{Weights}");
}
