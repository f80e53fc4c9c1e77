using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.JSInterop;
using TrmLab.Core;
using TrmLab.Core.Tracing;
using TrmLab.Web.Components.Explorer;
using TrmLab.Web.Inference;

namespace TrmLab.Web.Components.Pages;

/// <summary>
/// The recursion explorer. The address holds everything; this page turns it into traces, which the browser then shows and scrubs alone.
/// </summary>
public sealed partial class Explorer : ComponentBase
{
    private ExplorerAddress _address = new();
    private IReadOnlyList<ExplorableCheckpoint> _all = [];
    private ExplorableCheckpoint? _a;
    private ExplorableCheckpoint? _b;
    private IReadOnlyList<(string Name, string Path)> _data = [];
    private PuzzleShelf? _shelf;
    private IReadOnlyList<int> _chosen = [];
    private ExplorerPuzzle? _puzzle;

    // Typed into the question, on their way through the address: the next sign is added to the last of them.
    private readonly List<string> _typed = [];
    private IReadOnlyList<ShownTrace> _shown = [];
    private SymmetryCheck? _symmetry;
    private string? _outcomesNote;

    // Key of a checkpoint whose evaluation would fill the filtered list.
    private string? _evaluable;
    private string? _dataNote;
    private string? _problem;
    private string? _errorA;
    private string? _errorB;
    private string? _puzzleError;
    private string? _optionsError;
    private string? _busyRun;
    private string _note = "";
    private bool _anyway;
    private bool _loading;
    private bool _checking;
    private int _optionsVersion;
    private ElementReference _view;
    private ElementReference _history;
    private IJSObjectReference? _module;
    private IJSObjectReference? _explorer;
    private DotNetObjectReference<Explorer>? _self;
    private CancellationTokenSource _current = new();

    /// <summary>A sign was typed into a cell of the question.</summary>
    [JSInvokable]
    public Task EditCell(int cell, string sign) => InvokeAsync(() =>
    {
        if (_puzzle is null || _a is null) return;
        try
        {
            var puzzle = _typed.Count == 0 ? _puzzle : ExplorerPuzzle.Of(_address with { Puzzle = _typed[^1] }, _a, _shelf);
            _typed.Add(puzzle.With(cell, sign, _a));
            Go(_address with { Puzzle = _typed[^1] }, keep: true);
        }
        catch (InputException e)
        {
            _puzzleError = e.Message;
            StateHasChanged();
        }
    });

    /// <summary>A rollout of the fan was chosen to be traced in full.</summary>
    [JSInvokable]
    public Task ShowRollout(int rollout) => InvokeAsync(() =>
        Go(_address with { Options = _address.Options with { Noise = (_address.Options.Noise ?? new NoiseOptions()) with { Traced = rollout } } }, keep: true));

    /// <summary>The attention of a supervision step (from 1) was asked for.</summary>
    [JSInvokable]
    public Task RecordAttention(int step) => InvokeAsync(() => Go(_address with { Options = _address.Options with { AttentionStep = step } }, keep: true));

    public async ValueTask DisposeAsync()
    {
        Navigation.LocationChanged -= OnLocationChanged;
        await _current.CancelAsync();
        _current.Dispose();
        _self?.Dispose();
        try
        {
            if (_explorer is not null) await _explorer.InvokeVoidAsync("dispose");
            if (_module is not null) await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and all with it.
        }
    }

    protected override void OnInitialized()
    {
        _address = ExplorerAddress.Parse(Navigation.Uri);
        Navigation.LocationChanged += OnLocationChanged;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        _module = await Js.InvokeAsync<IJSObjectReference>("import", "./js/explorer.js");
        _self = DotNetObjectReference.Create(this);
        _explorer = await _module.InvokeAsync<IJSObjectReference>("mount", _view, _self);
        await LoadAsync();
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e) => InvokeAsync(async () =>
    {
        var address = ExplorerAddress.Parse(e.Location);
        if (!Navigation.ToBaseRelativePath(e.Location).StartsWith("explorer", StringComparison.Ordinal) || address == _address) return;
        // Also after another change of the address: what is typed next begins with what is shown then.
        if (_typed.IndexOf(address.Puzzle ?? "") is >= 0 and var arrived) _typed.RemoveRange(0, arrived + 1);
        else _typed.Clear();
        if (address.Options != _address.Options) _optionsVersion++;
        _address = address;
        await LoadAsync();
    });

    private void Go(ExplorerAddress address) => Go(address, keep: false);

    // The view's own part of the address lives in the browser; it is asked for before the page goes on.
    private void Go(ExplorerAddress address, bool keep) => _ = InvokeAsync(async () =>
    {
        var state = _explorer is null ? null : await _explorer.InvokeAsync<ViewState>("state");
        Navigation.NavigateTo((address with { Record = keep ? state?.Record : null, Layer = state?.Layer, Cell = state?.Cell, Tab = state?.Tab }).Format());
    });

    private async Task LoadAsync()
    {
        await _current.CancelAsync();
        var current = _current = new CancellationTokenSource();
        _loading = true;
        _problem = _errorA = _errorB = _puzzleError = _optionsError = _busyRun = _outcomesNote = _dataNote = _evaluable = null;
        _symmetry = null;
        StateHasChanged();
        try
        {
            await LoadAsync(current.Token);
        }
        catch (OperationCanceledException) when (current.IsCancellationRequested)
        {
            return;
        }
        catch (Exception e) when (e is InferenceException or InputException)
        {
            _problem = Sentence(e.Message);
        }

        _loading = false;
        StateHasChanged();
    }

    private async Task LoadAsync(CancellationToken cancellation)
    {
        _all = await Task.Run(Catalog.All, cancellation);
        _a = Choose(_address.A ?? _all.FirstOrDefault()?.Key, ref _errorA);
        _b = Choose(_address.B, ref _errorB);
        if (_a is null)
        {
            _errorA ??= "There is no checkpoint yet: train a run, or import one.";
            return;
        }

        _data = await Task.Run(() => Catalog.DataOf(_a), cancellation);
        var data = _data.FirstOrDefault(entry => entry.Name == (_address.Data ?? entry.Name));
        if (data.Path is null && _data.Count > 0)
        {
            // The data set of another checkpoint, or one that is gone.
            data = _data[0];
            _dataNote = $"{_address.Data} does not fit this checkpoint or is not here: these are puzzles of {data.Name}";
        }

        _shelf = data.Path is null ? null : await Task.Run(() => PuzzleShelf.Open(data.Path), cancellation);
        await ChoosePuzzles(cancellation);
        if (!ReadPuzzle())
        {
            if (_puzzle is not null) await _explorer!.InvokeVoidAsync("ask", cancellation, _puzzle.Puzzle.Inputs);
            return;
        }

        StateHasChanged();
        if (_address.Options.Problems().FirstOrDefault() is { } problem)
        {
            _optionsError = Sentence(problem);
            return;
        }

        if (!_anyway && Trainings.RunOn(Client.Device) is { } busy)
        {
            _busyRun = busy;
            return;
        }

        await TraceAsync(cancellation);
    }

    private async Task ChoosePuzzles(CancellationToken cancellation)
    {
        _chosen = [];
        if (_shelf is null) return;
        PuzzleOutcomes? outcomes = null;
        if (_address.Filter != "all")
        {
            var busy = _anyway ? null : Trainings.RunOn(Client.Device);
            outcomes = await PuzzleOutcomes.OfAsync(_a!, _all, _shelf, Catalog.Root, busy is null ? Client : null, cancellation);
            var canEvaluate = _shelf.Split == "test" && _a!.Group != CheckpointCatalog.ShippedTitle;
            _evaluable = outcomes is null && canEvaluate ? _a!.Key : null;
            _outcomesNote = outcomes?.Source ?? (busy is null
                ? "No per-puzzle results of this checkpoint are here" + (canEvaluate ? "; evaluate it on this data set to filter by them." : ".")
                : $"No per-puzzle results of this checkpoint are here, and run {busy} is training on the device that could answer them now.");
        }

        _chosen = _shelf.Choose(_address.Filter, _address.RatingFrom, _address.RatingTo, WeightsOf(_a!, _address.AWeights), outcomes);
    }

    private bool ReadPuzzle()
    {
        try
        {
            _puzzle = ExplorerPuzzle.Of(_address, _a!, _shelf);
            if (_puzzle.Problems.Count > 0) _puzzleError = "Not traced: " + string.Join("; ", _puzzle.Problems.Take(4)) + (_puzzle.Problems.Count > 4 ? $"; and {_puzzle.Problems.Count - 4} more" : "") + ".";
            return _puzzle.Problems.Count == 0;
        }
        catch (InputException e)
        {
            _puzzleError = Sentence(e.Message);
            return false;
        }
    }

    private async Task TraceAsync(CancellationToken cancellation)
    {
        var shown = new List<ShownTrace>();
        var titles = new List<(string Title, string Key)>();
        foreach (var (checkpoint, given) in new[] { (_a, _address.AWeights), (_b, _address.BWeights) })
        {
            if (checkpoint is null) continue;
            var weights = WeightsOf(checkpoint, given);
            var request = new TraceRequest
            {
                Checkpoint = checkpoint.Path,
                Weights = weights,
                Puzzle = _puzzle!.Puzzle,
                Options = _address.Options with { AttentionStep = checkpoint.Manifest.Arch.TokenMlp ? null : _address.Options.AttentionStep },
                Population = _shelf is null ? [] : [_shelf.Directory],
            };
            shown.Add(await Traces.GetAsync(request, checkpoint.Manifest.Created, cancellation));
            titles.Add(($"{checkpoint.TitleWith(weights)} · {(weights == TraceWeights.Ema ? "EMA" : "raw")}", checkpoint.Key));
        }

        _shown = shown;
        await ShowAsync(titles, cancellation);
    }

    private async Task ShowAsync(List<(string Title, string Key)> titles, CancellationToken cancellation)
    {
        var list = _shown.Select((trace, i) => TraceView.Of(trace, titles[i].Title, titles[i].Key)).ToArray();
        var state = new { record = _address.Record, layer = _address.Layer, cell = _address.Cell, tab = _address.Tab };
        await _explorer!.InvokeVoidAsync("show", cancellation, list, state);
        await _module!.InvokeVoidAsync("remember", cancellation, ViewTitle, _address.Format(), _history);
    }

    private ExplorableCheckpoint? Choose(string? key, ref string? error)
    {
        if (key is null) return null;
        try
        {
            // All were read just now; only a run's newest, or one that is gone or damaged, is looked for.
            return _all.FirstOrDefault(c => c.Key == key) ?? Catalog.Get(key);
        }
        catch (InputException e)
        {
            error = Sentence(e.Message);
            return null;
        }
    }

    // Of what is shown, in the history and over a finding.
    private string ViewTitle => $"{_puzzle!.Title} · {_a!.TitleWith(WeightsOf(_a, _address.AWeights))}";

    private static TraceWeights WeightsOf(ExplorableCheckpoint checkpoint, TraceWeights? given) => given ?? checkpoint.Usual;

    private static string Sentence(string message) => message.Length == 0 ? message : char.ToUpperInvariant(message[0]) + message[1..] + (message.EndsWith('.') ? "" : ".");

    private sealed record ViewState(int Record, string Layer, int Cell, string Tab);
}
