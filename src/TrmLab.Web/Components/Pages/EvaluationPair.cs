using System.Text.Json;
using TrmLab.Web.Store;

namespace TrmLab.Web.Components.Pages;

/// <summary>Raw and averaged weights at one step, side by side.</summary>
public sealed record EvaluationPair(long Step, EvaluationRow? Raw, EvaluationRow? Ema)
{
    /// <summary>Whichever there is, the averaged weights first.</summary>
    public EvaluationRow Any => Ema ?? Raw!;

    /// <summary>Share of exact answers after each supervision step.</summary>
    public IReadOnlyList<double> ByStep => JsonSerializer.Deserialize<double[]>(Any.ExactByStep) ?? [];

    /// <summary>All steps, newest first.</summary>
    public static IReadOnlyList<EvaluationPair> Of(IEnumerable<EvaluationRow> rows) =>
    [
        .. rows.GroupBy(r => r.Step).OrderByDescending(g => g.Key)
            .Select(g => new EvaluationPair(g.Key, g.FirstOrDefault(r => r.Weights == "raw"), g.FirstOrDefault(r => r.Weights == "ema")))
            .Where(p => p.Raw is not null || p.Ema is not null),
    ];
}
