using System.Data.Common;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using TrmLab.Core.Runs;
using TrmLab.Web.Components.RunTable;
using TrmLab.Web.Live;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Components.Pages;

/// <summary>All runs: filtered, sorted and grouped as the address says; refreshed while one changes.</summary>
public sealed partial class Runs : ComponentBase
{
    /// <summary>Runs that can be selected: as many as a comparison takes.</summary>
    private const int MostSelected = ComparePage.MostRuns;

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private IReadOnlyList<RunListItem> _all = [];
    private IReadOnlyList<RunListItem> _shown = [];
    private List<RunTableLine> _lines = [];
    private IReadOnlyList<RunColumn> _columns = [];
    private IReadOnlyList<string> _metrics = [];
    private IReadOnlyList<string> _selected = [];
    private RunListQuery _query = RunListQuery.Default;
    private bool _loaded;
    private bool _starting;

    [SupplyParameterFromQuery] public string? Q { get; set; }

    [SupplyParameterFromQuery] public string? State { get; set; }

    [SupplyParameterFromQuery(Name = "task")] public string? OfTask { get; set; }

    [SupplyParameterFromQuery] public string? Tag { get; set; }

    [SupplyParameterFromQuery] public string? Archived { get; set; }

    [SupplyParameterFromQuery] public string? Sort { get; set; }

    [SupplyParameterFromQuery] public string? Group { get; set; }

    [SupplyParameterFromQuery] public string? Open { get; set; }

    [SupplyParameterFromQuery] public string? Cols { get; set; }

    [SupplyParameterFromQuery] public string? Hide { get; set; }

    /// <summary>Selected runs.</summary>
    [SupplyParameterFromQuery] public string? Sel { get; set; }

    [Inject] private RunListReader Reader { get; set; } = null!;

    [Inject] private RunLabelShelf Labels { get; set; } = null!;

    [Inject] private RunFeed Feed { get; set; } = null!;

    [Inject] private RunStarter Starter { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [Inject] private ISnackbar Snackbar { get; set; } = null!;

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    protected override void OnInitialized() => _ = FollowAsync();

    protected override void OnParametersSet()
    {
        var before = _query;
        _query = RunListAddress.Read(name => name switch
        {
            "q" => Q,
            "state" => State,
            "task" => OfTask,
            "tag" => Tag,
            "archived" => Archived,
            "sort" => Sort,
            "group" => Group,
            "open" => Open,
            "cols" => Cols,
            _ => Hide,
        });
        _columns = [.. _query.Columns];
        _selected = Sel?.Split(',', StringSplitOptions.RemoveEmptyEntries).Take(MostSelected).ToArray() ?? [];

        // Columns and groups may need more of each run than was read; the rows stand until it is there.
        var lacks = (_query.NeedsFields && !before.NeedsFields) || _query.Metrics.Except(before.Metrics).Any();
        if (lacks && _loaded) _ = RefreshAsync();
        Arrange();
    }

    private void Arrange()
    {
        _shown = _query.Of(_all);
        _lines = RunTableLine.Of(_query, _shown);
    }

    private async Task FollowAsync()
    {
        using var follower = Feed.Follow();
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                await RefreshAsync();
                await follower.WaitAsync(_stop.Token);
                await Task.Delay(Pace, _stop.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The page is closed.
        }
    }

    private async Task RefreshAsync()
    {
        try
        {
            var query = _query;
            var (all, metrics) = await Task.Run(() => (Reader.Read(query), Reader.MetricNames()));
            await InvokeAsync(() =>
            {
                (_all, _metrics, _loaded) = (all, metrics, true);
                Arrange();
                StateHasChanged();
            });
        }
        catch (Exception e) when (e is DbException or ObjectDisposedException)
        {
            // The index is being replaced, and the next change shows the new one; or the page is closed.
        }
    }

    private void Go(RunListQuery query) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(RunListAddress.Write(query)), replace: true);

    private void Toggle(string group) => Go(_query with { Open = _query.Open.Contains(group) ? _query.Open.Remove(group) : _query.Open.Add(group) });

    private void Pick(string run)
    {
        if (_selected.Count == MostSelected && !_selected.Contains(run)) Snackbar.Add($"At most {MostSelected} runs can be selected.", Severity.Warning);
        Pick(_selected.Contains(run) ? [.. _selected.Where(r => r != run)] : [.. _selected, run]);
    }

    // As many as can be, of those that the filters leave.
    private bool IsAllPicked => _shown.Count > 0 && (_shown.All(r => _selected.Contains(r.Id)) || (_selected.Count == MostSelected && _shown.Any(r => _selected.Contains(r.Id))));

    private void PickShown()
    {
        string[] shown = [.. _shown.Select(r => r.Id)];
        if (IsAllPicked)
        {
            Pick([.. _selected.Except(shown)]);
            return;
        }

        string[] all = [.. _selected.Union(shown)];
        if (all.Length > MostSelected) Snackbar.Add($"The first {MostSelected} of {all.Length} runs are selected: more cannot be.", Severity.Warning);
        Pick(all);
    }

    private void Pick(IReadOnlyList<string> runs) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("sel", runs.Count == 0 ? null : string.Join(',', runs.Take(MostSelected))), replace: true);

    private void Label(string run, RunLabels labels)
    {
        try
        {
            Labels.Save(run, labels);
            _all = [.. _all.Select(r => r.Id == run ? r with { Labels = labels } : r)];
            Arrange();
        }
        catch (Exception e) when (e is Core.InputException or IOException or UnauthorizedAccessException)
        {
            Snackbar.Add($"The labels could not be written: {e.Message}", Severity.Error);
        }
    }

    private async Task StartDemo()
    {
        _starting = true;
        try
        {
            var run = await Task.Run(() => Starter.StartPreset(RunStarter.DemoPreset));
            Navigation.NavigateTo($"runs/{run.Id}");
        }
        catch (Core.InputException e)
        {
            _starting = false;
            Snackbar.Add(e.Message, Severity.Error);
        }
    }
}
