namespace TrmLab.Testing;

/// <summary>Finds a live chart in a page's script.</summary>
public static class ChartScript
{
    /// <summary>An expression for Plotly's element of a chart; null where it is not drawn yet.</summary>
    /// <param name="chart">The quantity, such as <c>lm_loss</c>.</param>
    public static string Plot(string chart) => $"document.querySelector('[data-chart=\"chart-{chart}\"] .js-plotly-plot')";

    /// <summary>
    /// Statements that note in <c>window.seen</c> each step up to which the page says that all its charts in sight are drawn, with the Unix
    /// milliseconds at which it was there. Steps only grow; the last point of a curve does not, as long ones are drawn by buckets.
    /// </summary>
    /// <param name="every">Milliseconds between two looks.</param>
    public static string NoteSteps(int every) =>
        $"window.seen = []; let last = -1; setInterval(() => {{ const s = Number(document.documentElement.dataset.drawnStep); if (s > last) {{ last = s; seen.push([s, Date.now()]); }} }}, {every});";
}
