namespace TrmLab.Core.Puzzles.Sudoku;

/// <summary>Which puzzles <see cref="SudokuGenerator"/> makes.</summary>
public sealed record SudokuGeneratorOptions
{
    /// <summary>4, 6 or 9.</summary>
    public int Size { get; init; } = 9;

    /// <summary>Fewest given cells. Each puzzle aims at a number drawn uniformly from the range, and has more where fewer would not be unique.</summary>
    public int MinClues { get; init; } = 22;

    /// <summary>Most given cells.</summary>
    public int MaxClues { get; init; } = 30;

    /// <summary>Smallest rating: failed tries of <see cref="SudokuSolver"/>, 0 where singles alone are enough.</summary>
    public int MinRating { get; init; }

    /// <summary>Largest rating.</summary>
    public int MaxRating { get; init; } = int.MaxValue;

    internal SudokuBoard Validated()
    {
        var board = SudokuBoard.FromSize(Size);
        if (MinClues < 1 || MaxClues < MinClues || MaxClues > board.Cells)
        {
            throw new InputException($"Clues {MinClues}-{MaxClues} are not a range within 1-{board.Cells}.");
        }

        return MinRating < 0 || MaxRating < MinRating ? throw new InputException($"Ratings {MinRating}-{MaxRating} are not a range.") : board;
    }
}
