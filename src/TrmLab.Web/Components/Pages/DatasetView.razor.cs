using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using TrmLab.Core;
using TrmLab.Web.Components.Controls;
using TrmLab.Web.Datasets;
using TrmLab.Web.Jobs;
using TrmLab.Web.Live;

namespace TrmLab.Web.Components.Pages;

/// <summary>One data set: its figures and its puzzles, one at a time. Split and index are in the address.</summary>
public sealed partial class DatasetView : ComponentBase
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(300);

    private readonly CancellationTokenSource _stop = new();
    private DatasetEntry? _entry;
    private DatasetSummary? _summary;
    private TrainingRecipe? _recipe;
    private SampleReader? _reader;
    private SamplePuzzle? _puzzle;
    private IReadOnlyList<string> _splits = [];
    private string _split = "";
    private string? _error;
    private bool _checking;
    private bool _opening;
    private int _turn;
    private long _generation = -1;

    [Parameter] public string Place { get; set; } = "";

    [Parameter] public string Name { get; set; } = "";

    [SupplyParameterFromQuery] public string? Split { get; set; }

    /// <summary>Index of the puzzle in its split, from 0; the first one without a number.</summary>
    [SupplyParameterFromQuery] public string? I { get; set; }

    /// <summary><c>true</c> for numbers in the cells of ARC grids.</summary>
    [SupplyParameterFromQuery] public string? Digits { get; set; }

    private int Index => int.TryParse(I, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index) ? index : 0;

    private bool HasDigits => bool.TryParse(Digits, out var digits) && digits;

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
        _reader?.Dispose();
    }

    protected override void OnInitialized() => _ = FollowLoop.EveryAsync(Pace, LookAsync, _stop.Token);

    // Opening reads names and index arrays, a second for a million puzzles: not on the thread that answers the page.
    protected override async Task OnParametersSetAsync()
    {
        var turn = ++_turn;
        _error = null;
        try
        {
            if (_entry?.Path != $"{Place}/{Name}" || _split != SplitOf(_splits, Split))
            {
                _opening = true;
                var (path, wanted) = ($"{Place}/{Name}", Split);
                var opened = await Task.Run(() => Open(path, wanted));
                if (turn != _turn || _stop.IsCancellationRequested)
                {
                    opened.Reader.Dispose();
                    return;
                }

                _reader?.Dispose();
                (_entry, _summary, _split, _reader) = opened;
                _splits = _entry.Splits;
                _recipe = TrainingRecipe.For(_summary);
            }

            _puzzle = _reader!.Read(Index);
        }
        catch (InputException e) when (turn == _turn)
        {
            _error = e.Message;
            if (_entry?.Path == $"{Place}/{Name}" && _reader is { Count: > 0 }) _puzzle = _reader.Read(Math.Clamp(Index, 0, _reader.Count - 1));
        }
        finally
        {
            if (turn == _turn) _opening = false;
        }
    }

    private static string SplitOf(IReadOnlyList<string> splits, string? wanted) =>
        wanted is not null && splits.Contains(wanted) ? wanted : splits.Contains("test") ? "test" : splits[0];

    private (DatasetEntry Entry, DatasetSummary Summary, string Split, SampleReader Reader) Open(string path, string? wanted)
    {
        var entry = new DatasetShelf(Data).Find(path);
        var split = SplitOf(entry.Splits, wanted);
        return (entry, DatasetSummary.Of(entry, new CheckCache(Data)), split, new SampleReader(entry, split));
    }

    // Equal numbers are said once.
    private static string Counts(Core.Puzzles.SplitInfo info) => string.Join(", ", new[] { (info.Groups, "originals"), (info.Puzzles, "puzzles"), (info.Examples, "examples") }
        .DistinctBy(c => c.Item1).Select(c => $"{Show.Count(c.Item1)} {(info.Groups == info.Examples ? "puzzles" : c.Item2)}"));

    // A check that another page or a finished build asked for shows here too.
    private async Task LookAsync()
    {
        var generation = Jobs.Generation;
        if (generation == _generation || _entry is not { } entry) return;
        var checking = Jobs.All.Any(j => j.IsOpen && j.Spec is CheckJob check && check.DatasetPath == entry.Path);
        var summary = await Task.Run(() => DatasetSummary.Of(entry, new CheckCache(Data)));
        _generation = generation;
        await InvokeAsync(() =>
        {
            if (_entry == entry) (_summary, _checking) = (summary, checking);
            StateHasChanged();
        });
    }

    private void Go(int index, string? split = null) => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { ["split"] = split ?? _split, ["i"] = index }), replace: true);

    private void ToggleDigits() => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("digits", HasDigits ? null : (bool?)true), replace: true);

    private void Jump(ChangeEventArgs e)
    {
        if (int.TryParse(e.Value?.ToString(), NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var index)) Go(Math.Clamp(index, 0, _puzzle!.Count - 1));
    }

    private void Key(KeyboardEventArgs e)
    {
        // With Alt the browser itself goes back, with Ctrl it loads the page anew.
        if (_puzzle is not { } p || e.AltKey || e.CtrlKey || e.MetaKey) return;
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
