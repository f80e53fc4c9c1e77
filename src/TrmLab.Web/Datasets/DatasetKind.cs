using TrmLab.Core;
using TrmLab.Core.Puzzles;
using TrmLab.Core.Puzzles.Arc;
using TrmLab.Core.Puzzles.Maze;
using TrmLab.Core.Puzzles.Sudoku;

namespace TrmLab.Web.Datasets;

/// <summary>What the tokens of a data set mean.</summary>
public enum PuzzleFamily
{
    Sudoku,
    Maze,
    Arc,

    /// <summary>None that this program knows; shown as token numbers.</summary>
    Other,
}

/// <summary>Family and size of a data set's puzzles.</summary>
/// <param name="Family">What the tokens mean.</param>
/// <param name="Side">Cells per row; 0 where the sequence is no square.</param>
public readonly record struct DatasetKind(PuzzleFamily Family, int Side)
{
    /// <summary>The kind of one split of a directory.</summary>
    /// <exception cref="InputException">The split cannot be read.</exception>
    public static DatasetKind Of(string directory, string split)
    {
        var metadata = DatasetMetadata.Load(Path.Combine(directory, split, "dataset.json"));
        var side = (int)Math.Sqrt(metadata.SequenceLength);
        if (side * side != metadata.SequenceLength) side = 0;
        return new DatasetKind(FamilyOf(directory, split, metadata, side), side);
    }

    public override string ToString() => Family switch
    {
        PuzzleFamily.Sudoku => $"Sudoku {Side}x{Side}",
        PuzzleFamily.Maze => $"Maze {Side}x{Side}",
        PuzzleFamily.Arc => "ARC",
        _ => "Tokens",
    };

    private static PuzzleFamily FamilyOf(string directory, string split, DatasetMetadata metadata, int side)
    {
        if (metadata.SequenceLength == ArcSequence.Length && metadata.VocabularySize == ArcSequence.VocabularySize) return PuzzleFamily.Arc;
        var sudoku = SudokuBoard.TryFromCells(metadata.SequenceLength, out var board) && board.VocabularySize == metadata.VocabularySize;
        if (side == 0 || metadata.VocabularySize != MazeTokens.Characters.Length + 1) return sudoku ? PuzzleFamily.Sudoku : PuzzleFamily.Other;

        // A 4x4 Sudoku has the vocabulary of a maze: the content decides.
        using var dataset = PuzzleDataset.Open(directory, split);
        if (dataset.Sets.All(set => MazeSets.Holds(dataset.Metadata, set))) return PuzzleFamily.Maze;
        return sudoku ? PuzzleFamily.Sudoku : PuzzleFamily.Other;
    }
}
