using System.Data.Common;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using TrmLab.Core.Runs;
using TrmLab.Web.Components.Charts;
using TrmLab.Web.Components.Controls;
using TrmLab.Web.Components.RunTable;
using TrmLab.Web.Store;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Components.Pages;

/// <summary>One run: where it stands, what can be done, and its views. The head is refreshed each second, since time passes too.</summary>
public sealed partial class Run : ComponentBase
{
    private static readonly (string Key, string Title)[] Tabs =
        [("charts", "Charts"), ("evaluations", "Evaluations"), ("checkpoints", "Checkpoints"), ("log", "Log"), ("config", "Configuration & environment"), ("system", "System")];

    // Of a reason's lines: the last say most.
    private const int MostReasonLines = 20;

    private readonly CancellationTokenSource _stop = new();
    private RunRow? _row;
    private RunStatus _status = RunStatus.Unknown;
    private RunLabels _labels = RunLabels.None;
    private ChartView _view = ChartView.Parse(null, null, null);
    private string _tab = "charts";
    private ChartPlan? _plan;
    private long _version;
    private bool _canResume;
    private bool _paused;
    private bool _looked;
    private string _shownId = "";

    [Parameter] public string Id { get; set; } = "";

    [SupplyParameterFromQuery] public string? Tab { get; set; }

    /// <summary>Step of the evaluation that is shown; the last one without a number.</summary>
    [SupplyParameterFromQuery] public string? Step { get; set; }

    [SupplyParameterFromQuery] public string? Weights { get; set; }

    [SupplyParameterFromQuery] public string? X { get; set; }

    [SupplyParameterFromQuery] public string? Log { get; set; }

    [SupplyParameterFromQuery] public string? Smooth { get; set; }

    [SupplyParameterFromQuery] public string? Clip { get; set; }

    /// <summary>Charts that are not drawn.</summary>
    [SupplyParameterFromQuery] public string? Without { get; set; }

    /// <summary>Charts that come first.</summary>
    [SupplyParameterFromQuery] public string? Order { get; set; }

    private long? ChosenStep => long.TryParse(Step, NumberStyles.Integer, CultureInfo.InvariantCulture, out var step) ? step : null;

    private RunDirectory Directory => Folder.Of(Id);

    private RunListItem Item => new(_row!, _status);

    // Why a run failed or was lost, as a whole; null of others.
    private string? Failure => _status.State is { Phase: RunPhase.Failed or RunPhase.Lost, Reason: { Length: > 0 } reason }
        ? string.Join('\n', reason.ReplaceLineEndings("\n").Trim('\n').Split('\n').TakeLast(MostReasonLines))
        : null;

    private string Reason => _status switch
    {
        { State.IsOver: true } => _status.State.Reason,
        { Pending: { Count: > 0 } pending } => $"asked to {string.Join(", ", pending.Select(p => p.ToString().ToLowerInvariant()))}; {_status.State.Reason}",
        { Heartbeat: { } beat } => $"{beat.Activity}, last heard {Show.Duration(DateTimeOffset.UtcNow - DateTimeOffset.FromUnixTimeMilliseconds(beat.Time))} ago",
        _ => _status.State.Reason,
    };

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    protected override void OnInitialized() => _ = RefreshAsync();

    protected override void OnParametersSet()
    {
        _tab = Tabs.Any(t => t.Key == Tab) ? Tab! : "charts";
        _view = ChartView.Parse(X, Log, Smooth, Clip) with { Hidden = Without ?? "", Order = Order ?? "" };
        if (_shownId == Id) return;
        _shownId = Id;
        _plan = ChartPlan.OfRun(Id);
        _row = null;
        Load();
    }

    private void Label(RunLabels labels)
    {
        if (Snackbar.Try(() => Shelf.Save(Id, labels))) _labels = labels;
    }

    private async Task RefreshAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                Load();
                await InvokeAsync(StateHasChanged);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The page is closed.
        }
    }

    private void Load()
    {
        try
        {
            using var db = Index.Open();
            var row = db.Runs.FirstOrDefault(r => r.Run == Id);
            _row = row;
            _status = States.Of(Id);
            _labels = row is null ? RunLabels.None : Shelf.Of(Id);
            _version = row is null ? 0 : row.Offset + row.Revision;
            _canResume = row is not null && db.Checkpoints.Any(c => c.RunId == row.Id);
            _looked = true;
        }
        catch (DbException)
        {
            // The index is being replaced; the next second shows the new one.
        }
    }
}
