using TrmLab.Core;
using TrmLab.Core.Puzzles;
using TrmLab.Core.Tracing;

namespace TrmLab.Web.Inference;

/// <summary>The same puzzle in its symmetric variants: does the network give the same answer to each?</summary>
/// <param name="Variants">Variants asked, the puzzle itself first.</param>
/// <param name="Agreeing">How many answer as the puzzle itself does, mapped back.</param>
/// <param name="Exact">How many answers are exact; null without a label.</param>
/// <param name="VoteExact">Whether the cell-by-cell majority is exact; null without a label.</param>
/// <param name="UnstableCells">Cells on which the variants differ.</param>
public sealed record SymmetryCheck(int Variants, int Agreeing, int? Exact, bool? VoteExact, int UnstableCells)
{
    /// <summary>Asks the worker.</summary>
    /// <exception cref="InputException">These puzzles have no symmetric variants.</exception>
    public static async Task<SymmetryCheck> RunAsync(InferenceClient client, ExplorableCheckpoint checkpoint, TraceWeights weights, TracePuzzle puzzle, CancellationToken cancellation)
    {
        var variants = PuzzleVariant.Of(puzzle.Inputs.Length, checkpoint.Manifest.VocabularySize);
        TracePuzzle[] puzzles = [puzzle with { Labels = null }, .. variants.Select(variant => new TracePuzzle { Inputs = variant.Apply(puzzle.Inputs), Identifier = puzzle.Identifier })];
        var reply = await client.AnswerAsync(new AnswerRequest { Checkpoint = checkpoint.Path, Weights = weights, Puzzles = puzzles }, cancellation);
        return Of(variants, reply.Answers, puzzle.Labels);
    }

    /// <summary>Brings answers back and counts them.</summary>
    /// <param name="variants">All but the puzzle itself.</param>
    /// <param name="answers">As they came, of the puzzle itself first.</param>
    /// <param name="labels">Negative where a cell has none.</param>
    internal static SymmetryCheck Of(IReadOnlyList<PuzzleVariant> variants, IReadOnlyList<int[]> answers, int[]? labels)
    {
        // There and back: what a variant cannot bring back as it was must not make the first answer differ.
        var first = variants[0].Undo(variants[0].Apply(answers[0]));
        return Of([first, .. variants.Select((variant, i) => variant.Undo(answers[i + 1]))], labels);
    }

    /// <summary>Counts answers that were brought back.</summary>
    /// <param name="answers">Tokens, [S] each, of the puzzle itself first.</param>
    /// <param name="labels">Negative where a cell has none.</param>
    public static SymmetryCheck Of(IReadOnlyList<int[]> answers, int[]? labels)
    {
        // Nothing is known of an answer without a labelled cell.
        if (labels?.All(label => label < 0) == true) labels = null;
        var cells = Enumerable.Range(0, answers[0].Length).ToArray();
        int[] vote = [.. cells.Select(cell => answers.GroupBy(answer => answer[cell]).MaxBy(group => group.Count())!.Key)];
        bool IsExact(int[] answer) => LabelledCells.AreRight(labels, answer);
        return new SymmetryCheck(
            answers.Count,
            answers.Count(answer => answer.AsSpan().SequenceEqual(answers[0])),
            labels is null ? null : answers.Count(IsExact),
            labels is null ? null : IsExact(vote),
            cells.Count(cell => answers.Any(answer => answer[cell] != answers[0][cell])));
    }
}
