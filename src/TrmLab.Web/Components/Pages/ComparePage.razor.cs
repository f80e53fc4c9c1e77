using Microsoft.AspNetCore.Components;
using TrmLab.Core;
using TrmLab.Web.Comparison;
using TrmLab.Web.Components.Charts;

namespace TrmLab.Web.Components.Pages;

/// <summary>Runs side by side. The address is the whole state: runs, metrics, axes, which evaluations.</summary>
public sealed partial class ComparePage : ComponentBase
{
    /// <summary>More than this is a list, not a comparison.</summary>
    public const int MostRuns = 50;

    /// <summary>Charts beyond these would be read by nobody.</summary>
    private const int MostMetrics = 8;

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private string[] _ids = [];
    private string[] _missing = [];
    private int _asked;
    private IReadOnlyList<ComparedRun> _runs = [];
    private IReadOnlyList<(string Id, string Name)> _others = [];
    private IReadOnlyList<SeedGroup> _groups = [];
    private IReadOnlyDictionary<string, RunColor> _colors = new Dictionary<string, RunColor>();
    private ILookup<string, string> _metrics = Array.Empty<(string, string)>().ToLookup(m => m.Item1, m => m.Item2);
    private IReadOnlyList<string> _choices = [];
    private IReadOnlyList<string> _chosen = [];
    private IReadOnlyList<string> _further = [];
    private ChartView _view = ChartView.Parse(null, null, null);
    private IReadOnlyList<ChartSpec> _charts = [];
    private bool _loaded;
    private bool _isDrawn;
    private bool _paused;

    [SupplyParameterFromQuery] public string? Runs { get; set; }

    /// <summary>Metrics drawn, a chart each.</summary>
    [SupplyParameterFromQuery] public string? Metric { get; set; }

    [SupplyParameterFromQuery] public string? At { get; set; }

    [SupplyParameterFromQuery] public string? A { get; set; }

    [SupplyParameterFromQuery] public string? B { get; set; }

    [SupplyParameterFromQuery] public string? X { get; set; }

    [SupplyParameterFromQuery] public string? Log { get; set; }

    [SupplyParameterFromQuery] public string? Smooth { get; set; }

    [SupplyParameterFromQuery] public string? Clip { get; set; }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    protected override void OnInitialized()
    {
        _ = FollowAsync();
        _ = ShowRestAsync();
    }

    protected override void OnParametersSet()
    {
        _view = ChartView.Parse(X, Log, Smooth, Clip);
        string[] asked = [.. CommaList.Read(Runs).Distinct()];
        (_ids, _asked) = ([.. asked.Take(MostRuns)], asked.Length);
        Load();
    }

    private async Task FollowAsync()
    {
        using var follower = Feed.Follow();
        try
        {
            while (true)
            {
                await follower.WaitAsync(_stop.Token);
                await InvokeAsync(() =>
                {
                    if (_paused) return;
                    Load();
                    StateHasChanged();
                });
                await Task.Delay(Pace, _stop.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The page is closed.
        }
    }

    // The tables wait for the curves, which are looked at first; but not for a browser that does not draw.
    private async Task ShowRestAsync()
    {
        await Task.Delay(LongestWait);
        if (!_stop.IsCancellationRequested) await InvokeAsync(ShowRest);
    }

    private void ShowRest()
    {
        if (_isDrawn) return;
        _isDrawn = true;
        StateHasChanged();
    }

    private void Load()
    {
        try
        {
            _runs = ComparedRun.Read(Index, run => States.Of(run).State, _ids);
            using var db = Index.Open();
            _others = [.. db.Runs.OrderByDescending(r => r.Run).Select(r => new { r.Run, r.Name }).AsEnumerable().Where(r => !_ids.Contains(r.Run)).Select(r => (r.Run, r.Name))];
            var names = _runs.ToDictionary(r => r.Row.Id, r => r.Id);
            int[] keys = [.. names.Keys];
            var all = db.RunMetrics.Where(m => keys.Contains(m.RunId)).Join(db.Metrics, m => m.MetricId, m => m.Id, (m, n) => new { m.RunId, n.Name }).ToArray();
            _metrics = all.ToLookup(m => names[m.RunId], m => m.Name);
            _choices = ComparedCurves.Choices([.. all.GroupBy(m => m.Name).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => g.Key)]);
        }
        catch (System.Data.Common.DbException)
        {
            // The index is being replaced; the next change shows the new one.
            return;
        }

        _missing = [.. _ids.Except(_runs.Select(r => r.Id))];
        _colors = RunColor.OfAll(_runs.Select(r => r.Id));
        _groups = SeedGroup.Of(_runs);
        Choose();
        _loaded = true;
    }

    // The tables stand still with the charts: both are of the same steps.
    private void Pause(bool paused)
    {
        _paused = paused;
        if (!paused) Load();
    }

    private void Choose()
    {
        (ComparedRun Run, ICollection<string> Metrics)[] runs = [.. _runs.Select(r => (r, (ICollection<string>)[.. _metrics[r.Id]]))];
        string[] asked = [.. CommaList.Read(Metric).Where(_choices.Contains).Distinct()];
        // A name of another program may hold a comma itself.
        if (Metric is not null && _choices.Contains(Metric)) asked = [Metric];
        _chosen = [.. ComparedCurves.Apart(asked.Length > 0 ? asked : _choices.Take(1), runs).Take(MostMetrics)];
        _further = [.. _choices.Where(c => ComparedCurves.Apart([.. _chosen, c], runs).Count > _chosen.Count)];
        _charts = [.. _chosen.Select((m, place) => ComparedCurves.ChartOf(m, runs, _colors, place))];
    }

    private void GoMetrics(IEnumerable<string> metrics) => Go("metric", string.Join(',', metrics.Where(m => m.Length > 0)));

    private void GoRuns(IEnumerable<string> ids) => Go("runs", string.Join(',', ids.Where(i => i.Length > 0)) is { Length: > 0 } text ? text : null);

    private void Go(string key, string? value) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter(key, value), replace: true);
}
