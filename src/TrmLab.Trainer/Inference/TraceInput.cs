using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Core.Tracing;

namespace TrmLab.Trainer.Inference;

/// <summary>Refuses puzzles and options that a network cannot take, before anything is computed.</summary>
internal static class TraceInput
{
    /// <exception cref="InputException">Names the first thing that is wrong.</exception>
    public static void Check(TraceRequest request, ModelShape shape)
    {
        if (request.Options.Problems().FirstOrDefault() is { } problem)
            throw new InputException(problem);
        var puzzle = request.Puzzle;
        if (shape.VocabularySize > TraceNumbers.MaximumVocabulary)
            throw new InputException($"the network's vocabulary of {shape.VocabularySize} tokens is too large to trace; at most {TraceNumbers.MaximumVocabulary} can be recorded");
        if (puzzle.Inputs.Length != shape.SequenceLength)
            throw new InputException($"the puzzle has {puzzle.Inputs.Length} cells; this checkpoint takes {shape.SequenceLength}");
        if (Array.FindIndex(puzzle.Inputs, token => (uint)token >= (uint)shape.VocabularySize) is var cell and >= 0)
            throw new InputException($"the puzzle's cell {cell + 1} holds token {puzzle.Inputs[cell]}; this checkpoint's vocabulary has {shape.VocabularySize}");
        if (puzzle.Labels is { } labels && labels.Length != puzzle.Inputs.Length)
            throw new InputException($"the puzzle has {puzzle.Inputs.Length} cells but {labels.Length} labels");
        if (!request.Options.BlankIdentifier && shape.PuzzleEmbeddingWidth > 0 && (uint)puzzle.Identifier >= (uint)shape.PuzzleIdentifiers)
            throw new InputException($"puzzle identifier {puzzle.Identifier} is not in this checkpoint's table of {shape.PuzzleIdentifiers}; trace with the blank identifier");
        if (request.Options.AttentionStep > (request.Options.Steps ?? shape.Arch.MaxSupervisionSteps))
            throw new InputException($"attention: there is no supervision step {request.Options.AttentionStep} in this trace");
    }
}
