using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Plotly.Blazor;
using TrmLab.Web.Live;
using TrmLab.Web.Store;

namespace TrmLab.Web.Components.Charts;

/// <summary>
/// Charts of one run or of several, live. Blazor draws the frames; a loop follows the runs and sends new points to the browser in one call
/// per tick, and waits until they are drawn, so a slow browser gets fewer and larger calls.
/// </summary>
/// <remarks>The plan is read once: give the component a <c>@key</c> that changes with it.</remarks>
public sealed partial class LiveCharts : ComponentBase, IAsyncDisposable
{
    // After each tick the browser rests as long as it drew, within these limits: it may share its processor with the training.
    private static readonly TimeSpan ShortestRest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestRest = TimeSpan.FromMilliseconds(400);

    // A call into a browser that was cut off is never answered.
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(15);

    private static long _instances;

    // Plotly.Blazor and the module find a chart by its id when the script has loaded: a component that took this one's place by then, with
    // the same charts, must not get its frames, its points or its purge.
    private readonly string _mine = $"-{Interlocked.Increment(ref _instances)}";
    private readonly CancellationTokenSource _stop = new();
    private List<Figure> _figures = [];
    private ChartCurves? _curves;
    private RunFollower? _follower;
    private IJSObjectReference? _module;
    private (ChartView View, bool IsDark)? _drawn;
    private bool _render;
    private bool _wasPaused;
    private bool _read;
    private bool _filled;
    private IReadOnlyList<ChartSpec> _hidden = [];
    private readonly ConcurrentQueue<(string Element, (double From, double To)? Range)> _zooms = new();
    private Task _loop = Task.CompletedTask;
    private DotNetObjectReference<LiveCharts>? _self;

    /// <summary>What to draw.</summary>
    [Parameter, EditorRequired] public ChartPlan Plan { get; set; } = null!;

    /// <summary>Height of a chart in pixels.</summary>
    [Parameter] public int Height { get; set; } = 228;

    /// <summary>Axes and smoothing.</summary>
    [Parameter, EditorRequired] public ChartView View { get; set; } = ChartView.Parse(null, null, null);

    /// <summary>Charts can be moved and hidden; the page must keep <c>order</c> and <c>without</c> of its address in the view.</summary>
    [Parameter] public bool CanArrange { get; set; }

    /// <summary>Nothing new is taken in until it is false again; zooms still work.</summary>
    [Parameter] public bool Paused { get; set; }

    /// <summary>Every point that there was at first is drawn.</summary>
    [Parameter] public EventCallback Filled { get; set; }

    /// <summary>The theme.</summary>
    [CascadingParameter(Name = "IsDark")] public bool IsDark { get; set; }

    [Inject] private RunIndex Index { get; set; } = null!;

    [Inject] private RunFeed Feed { get; set; } = null!;

    [Inject] private CircuitLink Link { get; set; } = null!;

    [Inject] private IJSRuntime Js { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [Inject] private ILogger<LiveCharts> Logger { get; set; } = null!;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
        _self?.Dispose();
        try
        {
            if (_module is not null) await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The page is gone, and the module with it.
        }
    }

    /// <summary>The reader zoomed one chart; without numbers: out again.</summary>
    [JSInvokable]
    public void Zoomed(string element, double? from, double? to)
    {
        _zooms.Enqueue((element, from is { } a && to is { } b && a < b ? (a, b) : null));
        _follower?.Signal();
    }

    protected override void OnInitialized()
    {
        _self = DotNetObjectReference.Create(this);
        _curves = new ChartCurves(Index, Plan, View);
        _curves.ReadCharts();
        _wasPaused = Paused;
        _hidden = [.. _curves.AllCharts.Except(_curves.Charts)];
        _figures = [.. _curves.Charts.Select(c => new Figure(c, View, IsDark))];
        _drawn = (View, IsDark);
    }

    protected override void OnParametersSet()
    {
        if (_drawn != (View, IsDark) || _wasPaused != Paused) _follower?.Signal();
        _wasPaused = Paused;
    }

    // The page around is refreshed each second; the frames change only in RedrawFrames.
    protected override bool ShouldRender() => _render;

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender) _loop = FollowAsync();
    }

    private async Task FollowAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await Link.WhenUp(_stop.Token);
                using var live = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, Link.Down);
                using var follower = _follower = Feed.Follow(Plan.Runs);
                _curves!.Forget();
                await FollowAsync(follower, live.Token);
            }
            catch (OperationCanceledException)
            {
                // The page is closed, the connection lost, or a call was not answered: begin again when there is a connection.
            }
            catch (Exception e) when (e is JSDisconnectedException or ObjectDisposedException)
            {
                return;
            }
            catch (Exception e) when (e is JSException or System.Data.Common.DbException)
            {
                Logger.LogWarning(e, "Drawing the charts of {Runs} failed; beginning again", string.Join(", ", Plan.Runs));
                await Task.Delay(1000);
            }
        }
    }

    private async Task FollowAsync(RunFollower follower, CancellationToken live)
    {
        var again = true;
        while (true)
        {
            var view = View;
            // Another view may need points again, and a chart that was never filled is not held.
            var hold = Paused && _read && _drawn?.View == view;
            var reading = hold ? Task.FromResult(false) : Task.Run(() => _curves!.Read(view), live);
            bool changed;
            try
            {
                // The first time, the browser draws the empty frames before it answers.
                _module ??= await Js.InvokeAsync<IJSObjectReference>("import", live, "./js/live-plot.js");
            }
            finally
            {
                // The curves are not for two readers: also who begins again waits for this one.
                changed = await reading;
            }

            _read = true;
            if (changed || _drawn != (view, IsDark))
            {
                await RedrawFrames(view, live);
                again = true;
            }

            while (_zooms.TryDequeue(out var zoom)) _curves!.Zoom(zoom.Element, zoom.Range, view);
            var frame = _curves!.Next(view);
            var drawing = Stopwatch.GetTimestamp();
            var markers = _curves.NextMarkers(view, again);
            if (!frame.IsEmpty || markers is not null) await Call(live, "apply", _mine, _figures.Select(f => f.Spec.ElementId), frame.Patches, frame.Badges, frame.Ranges, frame.Bytes, markers, _curves.LastStep, _self);
            again = false;
            if (!hold && _curves.HasMore) continue;
            if (!_filled)
            {
                _filled = true;
                await InvokeAsync(Filled.InvokeAsync);
            }

            var drawn = Stopwatch.GetTimestamp();
            await follower.WaitAsync(live);
            await RestAsync(Stopwatch.GetElapsedTime(drawing, drawn), drawn, live);
        }
    }

    private void Go(string key, string? value) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter(key, value), replace: true);

    private async Task SavePicture(ChartSpec chart)
    {
        if (_module is null) return;
        var run = Plan.Runs is [var only] ? RunNames.Of(Index).GetValueOrDefault(only, only) : null;
        var picture = ChartPicture.Of(chart, run, View);
        await _module.InvokeVoidAsync("savePicture", chart.ElementId + _mine, picture.FileName, picture.Title, picture.AxisName);
    }

    private static Task RestAsync(TimeSpan drawing, long drawn, CancellationToken live)
    {
        var rest = drawing < ShortestRest ? ShortestRest : drawing > LongestRest ? LongestRest : drawing;
        var left = rest - Stopwatch.GetElapsedTime(drawn);
        return left > TimeSpan.Zero ? Task.Delay(left, live) : Task.CompletedTask;
    }

    private async Task RedrawFrames(ChartView view, CancellationToken live)
    {
        var isDark = IsDark;
        var old = _figures.ToDictionary(f => f.Spec.Key);
        if (_drawn?.View.Axis != view.Axis) _curves!.ZoomOut();
        _figures = [.. _curves!.Charts.Select(c => old.TryGetValue(c.Key, out var figure) ? figure.With(c, view, isDark) : new Figure(c, view, isDark))];
        _hidden = [.. _curves.AllCharts.Except(_curves.Charts)];
        _drawn = (view, isDark);
        await InvokeAsync(() =>
        {
            _render = true;
            StateHasChanged();
            _render = false;
        });
        foreach (var figure in _figures.Where(f => old.ContainsKey(f.Spec.Key)))
        {
            if (figure.Chart is { } chart) await InvokeAsync(() => chart.React(live));
        }

        _curves.Forget();
    }

    private async Task Call(CancellationToken live, string function, params object?[] arguments)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(live);
        limited.CancelAfter(CallTimeout);
        await _module!.InvokeVoidAsync(function, limited.Token, arguments);
    }

    // A chart on the page: its component keeps what Blazor drew, the curves themselves are the module's.
    private sealed class Figure(ChartSpec spec, ChartView view, bool isDark)
    {
        public ChartSpec Spec { get; private set; } = spec;

        public IList<ITrace> Traces { get; private set; } = ChartFigure.Traces(spec, view);

        public Plotly.Blazor.Layout Layout { get; private set; } = ChartFigure.Layout(spec, view, isDark);

        public PlotlyChart? Chart { get; set; }

        public Figure With(ChartSpec newSpec, ChartView newView, bool dark)
        {
            Spec = newSpec;
            Traces = ChartFigure.Traces(newSpec, newView);
            Layout = ChartFigure.Layout(newSpec, newView, dark);
            return this;
        }
    }
}
