using Microsoft.JSInterop;
using MudBlazor;
using TrmLab.Core;
using TrmLab.Core.Tracing;
using TrmLab.Core.Tracing.Rules;
using TrmLab.Web.Components.Controls;
using TrmLab.Web.Inference;

namespace TrmLab.Web.Components.Pages;

/// <summary>What can be done with the traces that are shown.</summary>
public sealed partial class Explorer
{
    private PuzzleRules? Rules => _a is { Manifest: var m } ? PuzzleRules.Of(m.Shape.SequenceLength, m.Shape.VocabularySize) : null;

    private int Variants => Rules is { } rules ? PuzzleVariant.CountOf(rules) : 0;

    private string? WhyNoVariants => Rules is { } rules ? PuzzleVariant.WhyNone(rules) : null;

    private Task TraceAnyway()
    {
        _anyway = true;
        return LoadAsync();
    }

    private async Task CheckSymmetry()
    {
        _checking = true;
        try
        {
            _symmetry = await SymmetryCheck.RunAsync(Client, _a!, WeightsOf(_a!, _address.AWeights), _puzzle!.Puzzle, _current.Token);
        }
        catch (Exception e) when (e is InputException or InferenceException)
        {
            _problem = Sentence(e.Message);
        }
        finally
        {
            _checking = false;
        }
    }

    private async Task SaveFinding()
    {
        var snapshot = await _explorer!.InvokeAsync<Snapshot>("snapshot");
        // As they are now: the page may go on to another puzzle meanwhile.
        var (note, title) = (_note, ViewTitle);
        if (!await Snackbar.TryAsync(() => Findings.Save(note, snapshot.Address, title, snapshot.Figures, snapshot.Picture))) return;
        _note = "";
        Snackbar.Add("Saved as a finding", Severity.Success);
    }

    private async Task SaveJson()
    {
        var stream = new MemoryStream();
        TraceJson.Write(stream, _shown[0].Trace, _shown.Count > 1 ? _shown[1].Trace : null);
        stream.Position = 0;
        using var reference = new DotNetStreamReference(stream);
        await _module!.InvokeVoidAsync("saveStream", await _explorer!.InvokeAsync<string>("title") + ".json", reference);
    }

    private sealed record Snapshot(string Address, string Figures, string? Picture);
}
