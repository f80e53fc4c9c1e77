using TrmLab.Core;
using TrmLab.Core.Numerics;
using TrmLab.Core.Puzzles;
using TrmLab.Core.Puzzles.Sudoku;

namespace TrmLab.Trainer.Evaluation;

/// <summary>Attempts at the same Sudoku relabelled and permuted; the first is the puzzle as it stands. All puzzles take the same symmetries.</summary>
internal sealed class SudokuSymmetries : IAttempts
{
    private const int Stream = 104;

    private readonly SudokuSymmetry[] _symmetries;
    private readonly int[] _original;

    /// <param name="count">With the identity.</param>
    public SudokuSymmetries(SudokuBoard board, int count, long seed)
    {
        var random = new SeededRandom(seed, Stream);
        _symmetries = [.. Enumerable.Range(1, count - 1).Select(_ => SudokuSymmetry.Draw(board, random))];
        _original = new int[board.Cells];
    }

    public string Kind => "symmetries";

    public int Count => _symmetries.Length + 1;

    /// <summary>The symmetries for a set.</summary>
    /// <exception cref="InputException">Its puzzles are not Sudokus.</exception>
    public static SudokuSymmetries For(PuzzleDataset data, PuzzleSet set, int count, long seed) =>
        SudokuBoard.TryFromCells(data.Metadata.SequenceLength, out var board) && board.VocabularySize == data.Metadata.VocabularySize && IsSolved(board, set)
            ? new SudokuSymmetries(board, count, seed)
            : throw new InputException($"{set.Directory}: symmetries are those of Sudoku, and this set holds other puzzles; leave --symmetries out, or try --rollouts");

    public void Transform(int attempt, Span<int> inputs, Span<int> labels)
    {
        if (attempt == 0) return;
        Apply(inputs);
        Apply(labels);

        void Apply(Span<int> tokens)
        {
            tokens.CopyTo(_original);
            _symmetries[attempt - 1].ApplyToTokens(_original, tokens);
        }
    }

    public void Restore(int attempt, Span<int> answer)
    {
        if (attempt == 0) return;
        answer.CopyTo(_original);
        _symmetries[attempt - 1].UndoToTokens(_original, answer);
    }

    private static bool IsSolved(SudokuBoard board, PuzzleSet set)
    {
        if (set.Examples == 0) return true;
        var (inputs, labels, digits) = (new int[board.Cells], new int[board.Cells], new byte[board.Cells]);
        set.CopyExample(0, inputs, labels);
        SudokuTokens.Decode(labels, digits);
        return SudokuRules.IsSolved(board, digits);
    }
}
