using Plotly.Blazor;
using Plotly.Blazor.LayoutLib;
using Plotly.Blazor.Traces;
using Plotly.Blazor.Traces.ScatterLib;
using ChartLayout = Plotly.Blazor.Layout;
using ConfigBar = Plotly.Blazor.ConfigLib.DisplayModeBarEnum;
using HoverLabel = Plotly.Blazor.LayoutLib.HoverLabel;
using LegendDirection = Plotly.Blazor.LayoutLib.LegendLib.OrientationEnum;
using XType = Plotly.Blazor.LayoutLib.XAxisLib.TypeEnum;
using YType = Plotly.Blazor.LayoutLib.YAxisLib.TypeEnum;

namespace TrmLab.Web.Components.Charts;

/// <summary>
/// The empty frame of a chart: axes, colours and its curves without points, which arrive by <see cref="ChartFrame"/>. With smoothing
/// each curve has two traces, the points and the smoothed line; the last trace holds the markers. Colours of the Okabe-Ito set: told apart by everybody.
/// </summary>
internal static class ChartFigure
{
    // A legend of more would leave no room for the curves; pointing at one names it.
    private const int MostInLegend = 12;
    private const string Clear = "rgba(0,0,0,0)";

    /// <summary>Buttons only when pointed at, no foreign logo.</summary>
    public static Config Config { get; } = new() { Responsive = true, DisplayLogo = false, DisplayModeBar = ConfigBar.Hover, ModeBarButtonsToRemove = new[] { "lasso2d", "select2d", "autoScale2d" } };

    /// <summary>The traces, all empty.</summary>
    public static IList<ITrace> Traces(ChartSpec chart, ChartView view)
    {
        var traces = new List<ITrace>();
        foreach (var spec in chart.Traces)
        {
            var faint = spec.Role == TraceRole.Train && chart.Traces.Count > 1 && spec.Color is null ? 0.65m : 1m;
            var smooth = view.SmoothingOf(spec) > 0;
            traces.Add(Curve(spec, smooth ? faint * 0.3m : faint, !smooth, smooth ? Hover(chart, " not smoothed") : Hover(chart)));
            if (view.TracesPerCurve > 1) traces.Add(Curve(spec, faint, smooth, Hover(chart)));
        }

        traces.Add(new Scatter
        {
            X = [],
            Y = [],
            YAxis = "y2",
            Mode = ModeFlag.Markers,
            ShowLegend = false,
            ClipOnAxis = false,
            HoverTemplate = "%{text}<extra></extra>",
            Marker = new Marker { Size = 7 },
        });
        return traces;
    }

    /// <summary>Axes and colours.</summary>
    public static ChartLayout Layout(ChartSpec chart, ChartView view, bool isDark)
    {
        var ink = isDark ? "#9aa4b1" : "#5b6470";
        var grid = isDark ? "#2a303a" : "#e9ebee";
        return new ChartLayout
        {
            AutoSize = true,
            UiRevision = $"{view.Axis} {view.LogScale} {view.Clip}",
            HoverMode = chart.IsOfManyRuns ? HoverModeEnum.Closest : HoverModeEnum.XUnified,
            Margin = new Margin { L = 46, R = 12, T = 4, B = view.Axis is ChartAxis.Step or ChartAxis.Wall ? 22 : 34 },
            PaperBgColor = Clear,
            PlotBgColor = Clear,
            Font = new Font { Color = ink, Size = 11, Family = "Inter, system-ui, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif" },
            HoverLabel = new HoverLabel { BgColor = isDark ? "#1c2027" : "#ffffff", BorderColor = grid, Font = new() { Color = isDark ? "#e6e9ee" : "#1d232b", Size = 11 } },
            ShowLegend = chart.Traces.Count is > 1 and <= MostInLegend,
            Legend = [new Legend { Orientation = LegendDirection.H, X = 0, Y = 1.01m, YAnchor = Plotly.Blazor.LayoutLib.LegendLib.YAnchorEnum.Bottom, BgColor = Clear, Font = new() { Size = 10 } }],
            XAxis =
            [
                new XAxis
                {
                    Type = view.Axis == ChartAxis.Wall ? XType.Date : XType.Linear, GridColor = grid, LineColor = grid, ZeroLine = false, TickFont = new() { Size = 10 },
                    Title = new() { Text = view.Axis is ChartAxis.Step or ChartAxis.Wall ? "" : NameOf(view.Axis), Font = new() { Size = 10 }, Standoff = 3 }, NTicks = 7,
                },
            ],
            YAxis =
            [
                new YAxis
                {
                    Type = view.LogScale ? YType.Log : YType.Linear, GridColor = grid, LineColor = grid, ZeroLine = false, TickFont = new() { Size = 10 }, NTicks = 6,
                    TickFormat = chart.IsShare && !view.LogScale ? ".0%" : null, ExponentFormat = Plotly.Blazor.LayoutLib.YAxisLib.ExponentFormatEnum.E,
                },
                new YAxis { Overlaying = "y", Range = [0, 1], Visible = false, FixedRange = true },
            ],
        };
    }

    /// <summary>What an axis measures, in words.</summary>
    public static string NameOf(ChartAxis axis) => axis switch
    {
        ChartAxis.Examples => "examples",
        ChartAxis.Relative => "minutes trained",
        ChartAxis.Wall => "time of day",
        _ => "step",
    };

    // With many runs the curve pointed at is named; with one, all its curves are listed.
    private static string Hover(ChartSpec chart, string remark = "")
    {
        var value = (chart.IsShare ? "%{y:.2%}" : "%{y:.5~g}") + remark;
        return chart.IsOfManyRuns ? $"<b>%{{fullData.name}}</b><br>%{{x}}: {value}<extra></extra>" : value;
    }

    private static Scatter Curve(TraceSpec spec, decimal opacity, bool shown, string hover)
    {
        var (color, width, dash, symbol) = spec.Role switch
        {
            TraceRole.Ema => ("#009e73", 2.2m, "solid", Plotly.Blazor.Traces.ScatterLib.MarkerLib.SymbolEnum.Circle),
            TraceRole.Raw => ("#e69f00", 1.6m, "4px,3px", Plotly.Blazor.Traces.ScatterLib.MarkerLib.SymbolEnum.CircleOpen),
            _ => ("#3f8fd8", 1.3m, "solid", Plotly.Blazor.Traces.ScatterLib.MarkerLib.SymbolEnum.Circle),
        };
        if (spec.Color is { } run) (color, dash) = (run.Hex, run.Dash);
        return new Scatter
        {
            Name = PlotText.Of(spec.Label),
            X = [],
            Y = [],
            Opacity = opacity,
            LegendGroup = spec.Run + spec.Metric,
            ShowLegend = shown,
            HoverTemplate = hover,
            Mode = spec.Role == TraceRole.Train ? ModeFlag.Lines : ModeFlag.Lines | ModeFlag.Markers,
            Line = new Line { Color = color, Width = width, Dash = dash },
            Marker = new Marker { Symbol = symbol, Size = 5, Color = color },
        };
    }
}
