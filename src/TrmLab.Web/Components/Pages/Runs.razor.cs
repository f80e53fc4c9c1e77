using Microsoft.AspNetCore.Components;
using MudBlazor;
using TrmLab.Core.Runs;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Components.Pages;

/// <summary>All runs, newest first; refreshed while one changes.</summary>
public sealed partial class Runs : ComponentBase
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private IReadOnlyList<RunListItem> _all = [];
    private List<RunListItem> _shown = [];
    private RunListQuery _query = RunListQuery.Parse(null, null, null);
    private bool _loaded;
    private bool _starting;

    [SupplyParameterFromQuery] public string? Q { get; set; }

    [SupplyParameterFromQuery] public string? State { get; set; }

    [SupplyParameterFromQuery] public string? Sort { get; set; }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    protected override void OnInitialized() => _ = FollowAsync();

    protected override void OnParametersSet()
    {
        _query = RunListQuery.Parse(Q, State, Sort);
        _shown = _query.Of(_all);
    }

    private static string Address(RunListItem r) => $"runs/{r.Row.Run}";

    private static string? Why(RunListItem r) => r.Status.State.Phase switch
    {
        RunPhase.Failed or RunPhase.Lost or RunPhase.Starting => r.Status.State.Reason,
        RunPhase.Running or RunPhase.Paused when r.Status.Heartbeat is { } beat && beat.Activity != "training" => beat.Activity,
        _ when r.Row.ConfigError.Length > 0 => r.Row.ConfigError,
        _ => null,
    };

    private async Task FollowAsync()
    {
        using var follower = Feed.Follow();
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                var all = await Task.Run(Load);
                await InvokeAsync(() =>
                {
                    _all = all;
                    _shown = _query.Of(all);
                    _loaded = true;
                    StateHasChanged();
                });
                await follower.WaitAsync(_stop.Token);
                await Task.Delay(Pace, _stop.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The page is closed.
        }
    }

    private IReadOnlyList<RunListItem> Load()
    {
        using var db = Index.Open();
        return [.. db.Runs.AsEnumerable().Select(r => new RunListItem(r, States.Of(r.Run)))];
    }

    private void Go(string? text = null, string? phase = "", string? sort = null) => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
        {
            ["q"] = (text ?? _query.Text) is { Length: > 0 } words ? words : null,
            ["state"] = phase == "" ? _query.Phase?.ToString().ToLowerInvariant() : phase?.ToLowerInvariant(),
            ["sort"] = sort ?? Sort,
        }),
        replace: true);

    private RenderFragment Head(string column, string title, bool right = false, string? tip = null) => builder =>
    {
        var active = _query.Sort == column;
        builder.OpenElement(0, "th");
        builder.AddAttribute(1, "class", right ? "right" : "");
        builder.AddAttribute(2, "title", tip);
        builder.AddAttribute(3, "aria-sort", active ? (_query.Descending ? "descending" : "ascending") : "none");
        builder.OpenElement(4, "button");
        builder.AddAttribute(5, "type", "button");
        builder.AddAttribute(6, "onclick", EventCallback.Factory.Create(this, () => Go(sort: _query.SortBy(column))));
        builder.AddContent(7, title + (active ? (_query.Descending ? " ↓" : " ↑") : ""));
        builder.CloseElement();
        builder.CloseElement();
    };

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
