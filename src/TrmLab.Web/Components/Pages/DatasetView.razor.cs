using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using TrmLab.Core;
using TrmLab.Web.Datasets;
using TrmLab.Web.Jobs;

namespace TrmLab.Web.Components.Pages;

/// <summary>One data set: its figures and its puzzles, one at a time. Split and index are in the address.</summary>
public sealed partial class DatasetView : ComponentBase
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(300);

    private readonly CancellationTokenSource _stop = new();
    private DatasetEntry? _entry;
    private DatasetSummary? _summary;
    private SampleReader? _reader;
    private SamplePuzzle? _puzzle;
    private IReadOnlyList<string> _splits = [];
    private string _split = "";
    private string? _error;
    private bool _checking;

    [Parameter] public string Place { get; set; } = "";

    [Parameter] public string Name { get; set; } = "";

    [SupplyParameterFromQuery] public string? Split { get; set; }

    /// <summary>Index of the puzzle in its split, from 0.</summary>
    [SupplyParameterFromQuery] public int? I { get; set; }

    /// <summary>Numbers in the cells of ARC grids.</summary>
    [SupplyParameterFromQuery] public bool Digits { get; set; }

    private string? Preset => _summary?.Kind switch
    {
        { Family: PuzzleFamily.Sudoku, Side: 4 } => "sudoku-4x4-demo",
        { Family: PuzzleFamily.Sudoku, Side: 9 } => "sudoku-9x9-demo",
        { Family: PuzzleFamily.Maze } => "maze-hard",
        { Family: PuzzleFamily.Arc } => "arc1",
        _ => null,
    };

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
        _reader?.Dispose();
    }

    protected override void OnInitialized() => _ = FollowAsync(_stop.Token);

    protected override void OnParametersSet()
    {
        _error = null;
        try
        {
            Open();
            _puzzle = _reader!.Read(I ?? 0);
        }
        catch (InputException e)
        {
            _error = e.Message;
            if (_reader is { Count: > 0 }) _puzzle = _reader.Read(Math.Clamp(I ?? 0, 0, _reader.Count - 1));
        }
    }

    private void Open()
    {
        if (_entry?.Path != $"{Place}/{Name}")
        {
            (_entry, _summary, _split) = (null, null, "");
            _entry = new DatasetShelf(Data).Find($"{Place}/{Name}");
            _splits = _entry.Splits;
            _summary = DatasetSummary.Of(_entry, new CheckCache(Data));
        }

        var split = Split is not null && _splits.Contains(Split) ? Split : _splits.Contains("test") ? "test" : _splits[0];
        if (split == _split) return;
        _reader?.Dispose();
        (_reader, _puzzle) = (null, null);
        _reader = new SampleReader(_entry, split);
        _split = split;
    }

    // A check that another page or a finished build asked for shows here too.
    private async Task FollowAsync(CancellationToken stop)
    {
        long generation = -1;
        using var timer = new PeriodicTimer(Pace);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                if (generation == Jobs.Generation || _entry is not { } entry) continue;
                generation = Jobs.Generation;
                var checking = Jobs.All.Any(j => j.IsOpen && j.Spec is CheckJob check && check.DatasetPath == entry.Path);
                var summary = await Task.Run(() => DatasetSummary.Of(entry, new CheckCache(Data)), stop);
                await InvokeAsync(() =>
                {
                    if (_entry == entry) (_summary, _checking) = (summary, checking);
                    StateHasChanged();
                });
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The page is closed.
        }
    }

    private void Go(int index, string? split = null) => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { ["split"] = split ?? _split, ["i"] = index }), replace: true);

    private void ToggleDigits() => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("digits", Digits ? null : (bool?)true), replace: true);

    private void Jump(ChangeEventArgs e)
    {
        if (int.TryParse(e.Value?.ToString(), NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var index)) Go(Math.Clamp(index, 0, _puzzle!.Count - 1));
    }

    private void Key(KeyboardEventArgs e)
    {
        if (_puzzle is not { } p) return;
        if (e.Key == "ArrowLeft" && p.Index > 0) Go(p.Index - 1);
        else if (e.Key == "ArrowRight" && p.Index < p.Count - 1) Go(p.Index + 1);
        else if (e.Key == "r") Go(Random.Shared.Next(p.Count));
    }

    private void Check()
    {
        Jobs.Add(new CheckJob { DatasetPath = _entry!.Path });
        _checking = true;
    }
}
