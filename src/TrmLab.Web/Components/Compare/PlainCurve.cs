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

    /// <summary>Equal curves give equal keys: a chart is drawn again only if one changed.</summary>
    internal string Key => $"{Name}:{X.Count}:{(X.Count > 0 ? X[^1] : 0)}:{Y.Where(double.IsFinite).Sum()}:{Color}";
}
