using TrmLab.Core;
using TrmLab.Core.Tracing;
using TrmLab.Trainer.Training;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Inference;

/// <summary>Answers many puzzles in one batch, such as the symmetric variants of one.</summary>
public static class Answerer
{
    /// <summary>Runs all supervision steps.</summary>
    /// <exception cref="InputException">A puzzle does not fit the network.</exception>
    public static AnswerReply Run(TracedNetwork network, AnswerRequest request, CancellationToken cancellation = default)
    {
        var (model, puzzles) = (network.Model, request.Puzzles);
        if (puzzles.Count is 0 or > AnswerRequest.MaximumPuzzles)
            throw new InputException($"{puzzles.Count} puzzles cannot be answered at once; 1 to {AnswerRequest.MaximumPuzzles} can");
        foreach (var puzzle in puzzles)
            TraceInput.Check(new TraceRequest { Checkpoint = request.Checkpoint, Puzzle = puzzle, Options = new TraceOptions { Steps = request.Steps } }, model.Shape);

        using var scope = NewDisposeScope();
        using var gradient = no_grad();
        var inputs = tensor(puzzles.SelectMany(puzzle => puzzle.Inputs).ToArray(), ScalarType.Int64).view(puzzles.Count, -1).to(model.Device);
        var rows = model.PuzzleEmbedding?.Gather(tensor(puzzles.Select(puzzle => puzzle.Identifier).ToArray(), ScalarType.Int64).to(model.Device));
        var state = model.InitialState(puzzles.Count);
        var wouldHalt = new int[puzzles.Count];
        for (var step = 1; ; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var stepScope = NewDisposeScope();
            var output = model.Forward(state, inputs, rows);
            var halts = HaltingRule.WantsToHalt(model.Shape.Arch, output.HaltLogits, output.ContinueLogits).cpu().contiguous().data<bool>().ToArray();
            for (var row = 0; row < wouldHalt.Length; row++)
                wouldHalt[row] = wouldHalt[row] == 0 && halts[row] ? step : wouldHalt[row];
            if (step < (request.Steps ?? model.Shape.Arch.MaxSupervisionSteps))
            {
                state = output.State.Map(tensor => tensor.MoveToOuterDisposeScope());
                continue;
            }

            var halting = output.HaltLogits.cpu().contiguous().data<float>().ToArray();
            var answers = output.Logits.argmax(-1).to(ScalarType.Int32).cpu().contiguous().data<int>().ToArray();
            return new AnswerReply([.. answers.Chunk(model.Shape.SequenceLength)], halting, wouldHalt);
        }
    }
}
