namespace TrmLab.Testing;

/// <summary>Finds a live chart in a page's script.</summary>
public static class ChartScript
{
    /// <summary>An expression for Plotly's element of a chart; null where it is not drawn yet.</summary>
    /// <param name="chart">The quantity, such as <c>lm_loss</c>.</param>
    public static string Plot(string chart) => $"document.querySelector('[data-chart=\"chart-{chart}\"] .js-plotly-plot')";
}
