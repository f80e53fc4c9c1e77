using TrmLab.Core.Configuration;
using TrmLab.Core.Puzzles.Sudoku;

namespace TrmLab.Core.Puzzles;

/// <summary>Chooses the augmentation that a configuration names.</summary>
public static class ExampleAugmentation
{
    /// <returns>Null for <see cref="OnlineAugmentation.None"/>.</returns>
    /// <exception cref="InputException">The data set is not of the kind that the augmentation transforms.</exception>
    public static IExampleAugmentation? Create(OnlineAugmentation kind, DatasetMetadata metadata) => kind switch
    {
        OnlineAugmentation.None => null,
        OnlineAugmentation.SudokuDigits => new SudokuAugmentation(SudokuBoardOf(metadata), digitsOnly: true),
        OnlineAugmentation.Sudoku => new SudokuAugmentation(SudokuBoardOf(metadata), digitsOnly: false),
        OnlineAugmentation.Dihedral => new DihedralAugmentation(SquareSideOf(metadata)),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private static SudokuBoard SudokuBoardOf(DatasetMetadata metadata) =>
        SudokuBoard.TryFromCells(metadata.SequenceLength, out SudokuBoard? board) && metadata.VocabularySize == board.VocabularySize
            ? board
            : throw new InputException(
                $"online_augmentation: a Sudoku augmentation does not fit a data set with seq_len {metadata.SequenceLength} and vocab_size {metadata.VocabularySize}.");

    private static int SquareSideOf(DatasetMetadata metadata)
    {
        // ARC grids lie at an offset with end marks right of and below them, which a turn of the whole canvas would misplace.
        const int arcVocabulary = 12;
        int side = (int)Math.Round(Math.Sqrt(metadata.SequenceLength));
        return side * side == metadata.SequenceLength && metadata.VocabularySize != arcVocabulary
            ? side
            : throw new InputException(
                $"online_augmentation: dihedral needs a square board that fills the sequence (seq_len {metadata.SequenceLength}, vocab_size {metadata.VocabularySize}); ARC sets are augmented when they are built.");
    }
}
