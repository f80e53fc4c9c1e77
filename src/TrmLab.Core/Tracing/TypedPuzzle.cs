using TrmLab.Core.Configuration;
using TrmLab.Core.Puzzles.Arc;
using TrmLab.Core.Puzzles.Maze;
using TrmLab.Core.Puzzles.Sudoku;

namespace TrmLab.Core.Tracing;

/// <summary>A puzzle that somebody typed or edited: what is wrong with it, and its answer where it has exactly one.</summary>
/// <param name="Puzzle">Tokens, and labels where the answer is known.</param>
/// <param name="Problems">Broken rules, one sentence each; empty for a sound puzzle.</param>
/// <param name="Note">What a reader should know, such as that there are several answers; null for nothing.</param>
public sealed record TypedPuzzle(TracePuzzle Puzzle, IReadOnlyList<string> Problems, string? Note)
{
    /// <summary>Judges tokens.</summary>
    public static TypedPuzzle Of(int[] tokens, ModelShape shape)
    {
        var puzzle = new TracePuzzle { Inputs = tokens };
        if (SudokuBoard.TryFromCells(shape.SequenceLength, out var board) && board.VocabularySize == shape.VocabularySize)
            return Sudoku(puzzle, board);
        return shape.VocabularySize == MazeTokens.Characters.Length + 1 && Side(tokens.Length) is var side and > 1
            ? Maze(puzzle, side)
            : new TypedPuzzle(puzzle, [], "no answer is known: nothing is counted as wrong");
    }

    /// <summary>A puzzle as <see cref="PuzzleText"/> reads it, on one line.</summary>
    public static string Format(IReadOnlyList<int> tokens, ModelShape shape)
    {
        if (SudokuBoard.TryFromCells(shape.SequenceLength, out var board) && board.VocabularySize == shape.VocabularySize)
            return string.Concat(tokens.Select(token => token <= SudokuTokens.Blank ? "." : $"{token - SudokuTokens.Blank}"));
        if (shape.VocabularySize == MazeTokens.Characters.Length + 1 && tokens.All(token => token > 0))
            return MazeTokens.Format([.. tokens.Select(token => (byte)token)]).Replace(' ', '.');
        return shape is { SequenceLength: ArcSequence.Length, VocabularySize: ArcSequence.VocabularySize }
            ? ArcSequence.Crop([.. tokens.Select(token => (byte)token)]).ToString()
            : string.Join(' ', tokens);
    }

    private static TypedPuzzle Sudoku(TracePuzzle puzzle, SudokuBoard board)
    {
        var digits = new byte[board.Cells];
        SudokuTokens.Decode(puzzle.Inputs, digits);
        string[] problems = [.. SudokuRules.BrokenConstraints(board, digits).Select(Sentence)];
        if (problems.Length > 0)
            return new TypedPuzzle(puzzle, problems, null);
        if (digits.Count(digit => digit != 0) < MinimumClues(board))
            return new TypedPuzzle(puzzle, [], "fewer clues than any puzzle with one answer has: nothing is counted as wrong");

        var solution = new byte[board.Cells];
        var found = new SudokuSolver(board).Solve(digits, 2, solution);
        return found.Solutions switch
        {
            0 => new TypedPuzzle(puzzle, ["these givens have no solution"], null),
            1 => new TypedPuzzle(puzzle with { Labels = [.. solution.Select(digit => digit + SudokuTokens.Blank)] }, [], null),
            _ => new TypedPuzzle(puzzle, [], "there is more than one solution: nothing is counted as wrong"),
        };
    }

    private static TypedPuzzle Maze(TracePuzzle puzzle, int side)
    {
        byte[] cells = [.. puzzle.Inputs.Select(token => (byte)token)];
        if (cells.Count(cell => cell == MazeTokens.Start) != 1 || cells.Count(cell => cell == MazeTokens.Goal) != 1)
            return new TypedPuzzle(puzzle, ["the maze must have one start S and one goal G"], null);
        var search = new MazeSearch(side);
        if (!search.HasUniqueShortestPath(cells))
        {
            return search.ShortestMoves(cells) < 0
                ? new TypedPuzzle(puzzle, ["no path leads from S to G"], null)
                : new TypedPuzzle(puzzle, [], "several paths are shortest: nothing is counted as wrong");
        }

        search.ShortestMoves(cells);
        search.MarkPath(cells);
        return new TypedPuzzle(puzzle with { Labels = [.. cells.Select(cell => (int)cell)] }, [], null);
    }

    private static string Sentence(BrokenConstraint broken) => $"{broken.Constraint switch
    {
        SudokuConstraint.Row => "row",
        SudokuConstraint.Column => "column",
        _ => "box",
    }} {broken.Index + 1} has the digit {broken.Digit} {broken.Cells.Count} times";

    // With fewer, a search for two solutions may visit very many boards before it finds the second.
    private static int MinimumClues(SudokuBoard board) => board.Size switch { 4 => 4, 6 => 8, _ => 17 };

    private static int Side(int cells) => (int)Math.Sqrt(cells) is var side && side * side == cells ? side : 0;
}
