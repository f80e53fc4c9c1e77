using TrmLab.Core.Puzzles.Arc;
using TrmLab.Core.Puzzles.Maze;
using TrmLab.Core.Puzzles.Sudoku;

namespace TrmLab.Core.Tracing.Rules;

/// <summary>What kind of puzzle a sequence is, how it is drawn and which of its rules an answer breaks. Judges any answer, also a half-done one.</summary>
public abstract class PuzzleRules
{
    /// <summary>For the page: <c>sudoku</c>, <c>maze</c>, <c>arc</c> or <c>tokens</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>Cells of a row.</summary>
    public abstract int Columns { get; }

    /// <summary>Names of the rules, as in "2 rows, 1 box"; singular.</summary>
    public abstract IReadOnlyList<string> Names { get; }

    /// <summary>A sign for each token, as it is drawn in a cell; empty for a blank.</summary>
    public abstract IReadOnlyList<string> Signs { get; }

    /// <summary>Finds what is broken.</summary>
    /// <param name="question">Input tokens, [S].</param>
    /// <param name="answer">Decoded tokens, [S].</param>
    /// <param name="counts">Receives how often each rule of <see cref="Names"/> is broken.</param>
    /// <param name="cells">Receives true for every cell involved, [S].</param>
    public abstract void Judge(ReadOnlySpan<byte> question, ReadOnlySpan<byte> answer, Span<int> counts, Span<bool> cells);

    /// <summary>The rules of the puzzles that have so many cells and tokens.</summary>
    public static PuzzleRules Of(int cells, int vocabulary)
    {
        if (SudokuBoard.TryFromCells(cells, out var board) && board.VocabularySize == vocabulary)
            return new SudokuPuzzleRules(board);
        var side = (int)Math.Sqrt(cells);
        if (vocabulary == MazeTokens.Characters.Length + 1 && side * side == cells)
            return new MazePuzzleRules(side);
        return cells == ArcSequence.Length && vocabulary == ArcSequence.VocabularySize ? new ArcPuzzleRules() : new NoRules(cells, vocabulary);
    }
}

/// <summary>Tokens of unknown meaning: nothing can be broken.</summary>
internal sealed class NoRules(int cells, int vocabulary) : PuzzleRules
{
    public override string Kind => "tokens";

    public override int Columns { get; } = (int)Math.Ceiling(Math.Sqrt(cells));

    public override IReadOnlyList<string> Names => [];

    public override IReadOnlyList<string> Signs { get; } = [.. Enumerable.Range(0, vocabulary).Select(token => $"{token}")];

    public override void Judge(ReadOnlySpan<byte> question, ReadOnlySpan<byte> answer, Span<int> counts, Span<bool> cells) => cells.Clear();
}
