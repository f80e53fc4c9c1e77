using Plotly.Blazor;
using Plotly.Blazor.Traces;
using Plotly.Blazor.Traces.ScatterLib;
using TrmLab.Web.Components.Charts;

namespace TrmLab.Web.Components.Compare;

/// <summary>Plotly's picture of finished curves, with the axes and colours of the live charts.</summary>
internal static class PlainFigure
{
    private const int MostMarked = 200;

    /// <summary>A curve, and before it the two edges of its band.</summary>
    /// <param name="curves">What is drawn.</param>
    /// <param name="isShare">Values are shares: shown as percentages.</param>
    /// <param name="isDifference">Values are one share less another: shown with their sign.</param>
    public static IList<ITrace> Traces(IReadOnlyList<PlainCurve> curves, bool isShare, bool isDifference)
    {
        var format = (isDifference ? "+" : "") + (isShare ? ".2%" : ".5~g");
        var traces = new List<ITrace>();
        foreach (var curve in curves)
        {
            if (curve is { Lower: { } lower, Upper: { } upper })
            {
                traces.Add(Edge(curve, lower, FillEnum.None));
                traces.Add(Edge(curve, upper, FillEnum.ToNextY));
            }

            traces.Add(new Scatter
            {
                Name = PlotText.Of(curve.Name),
                X = Boxed(curve.X),
                Y = Boxed(curve.Y),
                TextArray = curve.Texts?.Select(PlotText.Of).ToList(),
                LegendGroup = curve.Name,
                HoverTemplate = $"<b>%{{fullData.name}}</b><br>%{{x}}: %{{y:{format}}}{(curve.Texts is null ? "" : "<br>%{text}")}<extra></extra>",
                Mode = curve.X.Count <= MostMarked ? ModeFlag.Lines | ModeFlag.Markers : ModeFlag.Lines,
                Line = new Line { Color = curve.Color, Width = 1.8m, Dash = curve.Dash },
                Marker = new Marker { Color = curve.Color, Size = 5 },
            });
        }

        return traces;
    }

    private static Scatter Edge(PlainCurve curve, IReadOnlyList<double> values, FillEnum fill) => new()
    {
        X = Boxed(curve.X),
        Y = Boxed(values),
        LegendGroup = curve.Name,
        ShowLegend = false,
        HoverInfo = HoverInfoFlag.Skip,
        Mode = ModeFlag.Lines,
        Line = new Line { Width = 0, Color = curve.Color },
        Fill = fill,
        FillColor = curve.Color + "2e",
    };

    private static List<object> Boxed(IReadOnlyList<double> values) => [.. values.Select(v => double.IsFinite(v) ? (object)v : null!)];
}
