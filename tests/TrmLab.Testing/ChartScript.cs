namespace TrmLab.Testing;

/// <summary>Finds a live chart in a page's script.</summary>
public static class ChartScript
{
    /// <summary>An expression for Plotly's element of a chart; null where it is not drawn yet.</summary>
    /// <param name="chart">The quantity, such as <c>lm_loss</c>.</param>
    public static string Plot(string chart) => $"document.querySelector('[data-chart=\"chart-{chart}\"] .js-plotly-plot')";

    /// <summary>Statements that note each new last step of a chart's first curve in <c>window.seen</c>, with the Unix milliseconds at which it was there.</summary>
    /// <param name="chart">The quantity; it is drawn.</param>
    /// <param name="every">Milliseconds between two looks.</param>
    public static string NoteSteps(string chart, int every) =>
        $"window.seen = []; let last = -1; setInterval(() => {{ const s = {Plot(chart)}.data[0].x.at(-1); if (s !== last) {{ last = s; seen.push([s, Date.now()]); }} }}, {every});";
}
