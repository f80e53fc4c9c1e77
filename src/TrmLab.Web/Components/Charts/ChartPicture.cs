namespace TrmLab.Web.Components.Charts;

/// <summary>What a saved picture of a chart says beside its curves: away from its page it must tell what it shows.</summary>
/// <param name="Title">Above the chart.</param>
/// <param name="AxisName">Below it.</param>
/// <param name="FileName">Its file.</param>
internal sealed record ChartPicture(string Title, string AxisName, string FileName)
{
    // What one system or another does not take in a file's name.
    private const string NotInNames = "/\\:*?\"<>|";

    /// <summary>The picture of a chart.</summary>
    /// <param name="run">Name of the run that it shows; null for several, which the legend names.</param>
    public static ChartPicture Of(ChartSpec chart, string? run, ChartView view) => new(
        run is null ? chart.Title : $"{run}: {chart.Title}",
        ChartFigure.NameOf(view.Axis),
        string.Concat((run is null ? chart.Title : $"{run} - {chart.Title}").Select(c => NotInNames.Contains(c) || char.IsControl(c) ? '_' : c)) + ".png");
}
