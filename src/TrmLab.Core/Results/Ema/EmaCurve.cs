using TrmLab.Core.Interchange;
using TrmLab.Core.Statistics;

namespace TrmLab.Core.Results.Ema;

/// <summary>One set of weights of one run: its best and its last evaluation.</summary>
/// <param name="Run">The run's name.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Weights"><c>averaged</c> or <c>raw</c>.</param>
/// <param name="Evaluations">Evaluations with a finite result.</param>
/// <param name="Skipped">Evaluations whose result is NaN or infinite.</param>
/// <param name="Best">Highest result, 0 to 1; the earliest of equals.</param>
/// <param name="BestStep">Its training step.</param>
/// <param name="Last">Last result.</param>
/// <param name="LastStep">Its training step.</param>
/// <param name="Puzzles">Puzzles per evaluation; 0 if unknown.</param>
public sealed record EmaCurve(string Run, long Seed, string Weights, int Evaluations, int Skipped, double Best, long BestStep, double Last, long LastStep, long Puzzles)
{
    /// <summary>How much the choice of the best evaluation adds.</summary>
    public double BestMinusLast => Best - Last;

    /// <summary>Wilson's interval of the last result for the choice of puzzles; null if their number is unknown.</summary>
    public ConfidenceInterval? LastInterval(double level = 0.95) =>
        Puzzles > 0 ? WilsonInterval.Of(Math.Clamp((long)Math.Round(Last * Puzzles), 0, Puzzles), Puzzles, level) : null;

    /// <summary>Null if the series has no finite result.</summary>
    internal static EmaCurve? Of(EmaRun run, MetricSeries? series, string weights)
    {
        if (series is null) return null;
        int evaluations = 0, best = -1, last = -1;
        for (var i = 0; i < series.Count; i++)
        {
            if (!double.IsFinite(series.Values[i])) continue;
            evaluations++;
            last = i;
            if (best < 0 || series.Values[i] > series.Values[best]) best = i;
        }

        return last < 0 ? null : new EmaCurve(run.Name, run.Seed, weights, evaluations, series.Count - evaluations,
            series.Values[best], series.Steps[best], series.Values[last], series.Steps[last], run.Puzzles);
    }
}
