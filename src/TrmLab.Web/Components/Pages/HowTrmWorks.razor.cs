using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Core.Tracing;
using TrmLab.Web.Components.Explorer;
using TrmLab.Web.Inference;

namespace TrmLab.Web.Components.Pages;

/// <summary>A guided page for someone who has never read the paper, told on a live trace of the shipped network.</summary>
public sealed partial class HowTrmWorks : ComponentBase
{
    private ExplorableCheckpoint? _checkpoint;
    private TraceHeader? _trace;
    private string _text = "";
    private string? _problem;
    private ElementReference _view;
    private IJSObjectReference? _module;
    private IJSObjectReference? _explorer;

    public async ValueTask DisposeAsync()
    {
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

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        _checkpoint = (await Task.Run(Catalog.All)).FirstOrDefault(checkpoint => checkpoint.Manifest.SequenceLength == 16);
        if (_checkpoint is null)
        {
            _problem = "No network for 4x4 Sudoku is here to show it on: it ships in data/samples/checkpoints.";
            StateHasChanged();
            return;
        }

        _module = await Js.InvokeAsync<IJSObjectReference>("import", "./js/explorer.js");
        _explorer = await _module.InvokeAsync<IJSObjectReference>("mount", _view, null, new { compact = true });
        if (Catalog.DataOf(_checkpoint) is [var data, ..])
        {
            var puzzle = await Task.Run(() => CheckpointData.Read(data.Path, CheckpointData.SplitOf(data.Path), 0));
            _text = TypedPuzzle.Format(puzzle.Inputs, _checkpoint.Manifest.Shape);
        }

        await ApplyAsync();
        StateHasChanged();
    }

    private static IEnumerable<(string Field, string? Symbol, string Value, string Acts)> Terms(ModelShape shape)
    {
        var arch = shape.Arch;
        string[] wanted = ["hidden_size", "L_layers", "L_cycles", "H_cycles", "halt_max_steps", "mlp_t", "pos_encodings", "puzzle_emb_len"];
        yield return ("vocabulary", "V", $"{shape.VocabularySize}", "Tokens of question and answer: the rows of the embedding and the outputs of the answer head.");
        foreach (var path in wanted)
        {
            var field = ConfigFields.ByPath["arch." + path];
            yield return (path, field.Symbol, ConfigJson.ValueOf(new RunConfig { Arch = arch }, "arch." + path), field.Description);
        }
    }

    private async Task ApplyAsync()
    {
        if (_checkpoint is null || _explorer is null) return;
        _problem = null;
        // Also beside a training: the text follows the trace, and this network takes a fraction of a second.
        try
        {
            var puzzle = TypedPuzzle.Of(PuzzleText.Parse(_text, _checkpoint.Manifest.Shape), _checkpoint.Manifest.Shape);
            if (puzzle.Problems.Count > 0) throw new InputException(string.Join("; ", puzzle.Problems));
            var request = new TraceRequest
            {
                Checkpoint = _checkpoint.Path,
                Weights = _checkpoint.Has(TraceWeights.Ema) ? TraceWeights.Ema : TraceWeights.Raw,
                Puzzle = puzzle.Puzzle,
                Options = new TraceOptions { Detail = TraceDetail.All },
            };
            var shown = await Traces.GetAsync(request, _checkpoint.Manifest.Created, CancellationToken.None);
            _trace = shown.Trace.Header;
            await _explorer.InvokeVoidAsync("show", new[] { TraceView.Of(shown, _checkpoint.Title, _checkpoint.Key) }, new { record = 0 });
        }
        catch (Exception e) when (e is InputException or InferenceException)
        {
            _problem = e.Message;
        }
    }

    private async Task GoAsync(int record)
    {
        await _explorer!.InvokeVoidAsync("go", record);
        await _explorer!.InvokeVoidAsync("reveal");
    }
}
