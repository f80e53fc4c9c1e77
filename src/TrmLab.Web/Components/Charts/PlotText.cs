namespace TrmLab.Web.Components.Charts;

/// <summary>Texts for Plotly, which reads markup (<c>&lt;b&gt;</c>, links) in names, labels and hover texts: those of runs and metrics are shown as they are.</summary>
internal static class PlotText
{
    /// <summary>The text without anything that Plotly would read as markup or as a place to fill in.</summary>
    public static string Of(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("%{", "%&#123;", StringComparison.Ordinal);
}
