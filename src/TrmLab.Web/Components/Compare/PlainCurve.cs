using System.Globalization;
using TrmLab.Core.Charting;
using TrmLab.Core.Interchange;

namespace TrmLab.Web.Components.Compare;

/// <summary>A finished curve, few enough points to send as they are.</summary>
/// <param name="Name">For the legend.</param>
/// <param name="X">Places.</param>
/// <param name="Y">As many values; NaN leaves a gap.</param>
/// <param name="Color">Such as <c>#0072b2</c>.</param>
/// <param name="Dash">Plotly's word or lengths.</param>
public sealed record PlainCurve(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y, string Color, string Dash = "solid")
{
    /// <summary>Lower edge of a band around the curve; null without one.</summary>
    public IReadOnlyList<double>? Lower { get; init; }

    /// <summary>Upper edge of the band.</summary>
    public IReadOnlyList<double>? Upper { get; init; }

    /// <summary>One per point, shown where the reader points; null for none.</summary>
    public IReadOnlyList<string>? Texts { get; init; }

    /// <summary>Mean over runs with a band of one standard deviation; no band where one run stands alone.</summary>
    /// <param name="name">For the legend.</param>
    /// <param name="mean">From all points.</param>
    /// <param name="kept">Places of <paramref name="mean"/> that are drawn.</param>
    /// <param name="color">Of curve and band.</param>
    public static PlainCurve OfGroup(string name, GroupCurve mean, IReadOnlyList<int> kept, string color)
    {
        double Spread(int i) => double.IsNaN(mean.StandardDeviation[i]) ? 0 : mean.StandardDeviation[i];
        return new PlainCurve(name, [.. kept.Select(i => (double)mean.Steps[i])], [.. kept.Select(i => mean.Mean[i])], color)
        {
            Lower = [.. kept.Select(i => mean.Mean[i] - Spread(i))],
            Upper = [.. kept.Select(i => mean.Mean[i] + Spread(i))],
            Texts = [.. kept.Select(i => string.Create(CultureInfo.InvariantCulture, $"std {mean.StandardDeviation[i]:0.####}, N = {mean.Counts[i]}, {mean.Minimum[i]:0.####} to {mean.Maximum[i]:0.####}"))],
        };
    }

    /// <summary>The points of all curves, one below the other.</summary>
    public static ExportTable Table(IReadOnlyList<PlainCurve> curves) => new(
        ["Curve", "Step", "Value", "Band lower", "Band upper", "Note"],
        curves.SelectMany(c => Enumerable.Range(0, c.X.Count).Select(i => (object?[])[c.Name, c.X[i], ExportTable.Known(c.Y[i]), ExportTable.Known(c.Lower?[i]), ExportTable.Known(c.Upper?[i]), c.Texts?[i]])));

    /// <summary>Equal curves give equal keys: a chart is drawn again only if one changed.</summary>
    internal string Key => $"{Name}:{X.Count}:{(X.Count > 0 ? X[^1] : 0)}:{Y.Where(double.IsFinite).Sum()}:{Color}";
}
