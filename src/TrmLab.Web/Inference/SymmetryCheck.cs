using TrmLab.Core;
using TrmLab.Core.Numerics;
using TrmLab.Core.Puzzles.Sudoku;
using TrmLab.Core.Tracing;

namespace TrmLab.Web.Inference;

/// <summary>The same Sudoku relabelled, permuted and transposed: does the network give the same answer to each?</summary>
/// <param name="Variants">Variants asked, the puzzle itself first.</param>
/// <param name="Agreeing">How many answer as the puzzle itself does, mapped back.</param>
/// <param name="Exact">How many answers are exact; null without a label.</param>
/// <param name="VoteExact">Whether the cell-by-cell majority is exact; null without a label.</param>
/// <param name="UnstableCells">Cells on which the variants differ.</param>
public sealed record SymmetryCheck(int Variants, int Agreeing, int? Exact, bool? VoteExact, int UnstableCells)
{
    /// <summary>Asks the worker.</summary>
    /// <exception cref="InputException">Only Sudoku has these symmetries.</exception>
    public static async Task<SymmetryCheck> RunAsync(InferenceClient client, ExplorableCheckpoint checkpoint, TraceWeights weights, TracePuzzle puzzle, int variants, CancellationToken cancellation)
    {
        if (!SudokuBoard.TryFromCells(puzzle.Inputs.Length, out var board) || board.VocabularySize != checkpoint.Manifest.VocabularySize)
            throw new InputException("symmetric variants are made of Sudoku puzzles only");
        var random = new SeededRandom(1);
        SudokuSymmetry[] symmetries = [.. Enumerable.Range(0, variants - 1).Select(_ => SudokuSymmetry.Draw(board, random))];
        var given = new byte[board.Cells];
        SudokuTokens.Decode(puzzle.Inputs, given);
        TracePuzzle[] puzzles = [puzzle with { Labels = null }, .. symmetries.Select(symmetry => new TracePuzzle { Inputs = Tokens(symmetry, given), Identifier = puzzle.Identifier })];
        var reply = await client.AnswerAsync(new AnswerRequest { Checkpoint = checkpoint.Path, Weights = weights, Puzzles = puzzles }, cancellation);

        byte[][] answers = [Digits(reply.Answers[0]), .. symmetries.Select((symmetry, i) => Back(symmetry, Digits(reply.Answers[i + 1])))];
        byte[] vote = [.. Enumerable.Range(0, board.Cells).Select(cell => answers.GroupBy(answer => answer[cell]).MaxBy(group => group.Count())!.Key)];
        bool? IsExact(byte[] answer) => puzzle.Labels is { } labels ? Enumerable.Range(0, board.Cells).All(cell => labels[cell] < 0 || labels[cell] - SudokuTokens.Blank == answer[cell]) : null;
        return new SymmetryCheck(
            variants,
            answers.Count(answer => answer.AsSpan().SequenceEqual(answers[0])),
            puzzle.Labels is null ? null : answers.Count(answer => IsExact(answer) == true),
            IsExact(vote),
            Enumerable.Range(0, board.Cells).Count(cell => answers.Any(answer => answer[cell] != answers[0][cell])));
    }

    private static int[] Tokens(SudokuSymmetry symmetry, byte[] given)
    {
        var moved = new byte[given.Length];
        symmetry.Apply(given, moved);
        return [.. moved.Select(digit => digit + SudokuTokens.Blank)];
    }

    private static byte[] Back(SudokuSymmetry symmetry, byte[] answer)
    {
        var original = new byte[answer.Length];
        symmetry.Undo(answer, original);
        return original;
    }

    // A padding token is no digit; it counts as a blank.
    private static byte[] Digits(int[] tokens) => [.. tokens.Select(token => (byte)Math.Max(0, token - SudokuTokens.Blank))];
}
