namespace TrmLab.Core.Puzzles.Sudoku;

/// <summary>Which puzzles <see cref="SudokuGenerator"/> makes.</summary>
public sealed record SudokuGeneratorOptions
{
    /// <summary>4, 6 or 9.</summary>
    public int Size { get; init; } = 9;

    /// <summary>Fewest given cells. Each puzzle aims at a number drawn uniformly from the range, and has more where fewer would not be unique.</summary>
    public int? MinClues { get; init; }

    /// <summary>Most given cells. Without a range it is 4-8 for 4x4, 10-16 for 6x6 and 22-30 for 9x9.</summary>
    public int? MaxClues { get; init; }

    /// <summary>Smallest rating: failed tries of <see cref="SudokuSolver"/>, 0 where singles alone are enough.</summary>
    public int MinRating { get; init; }

    /// <summary>Largest rating.</summary>
    public int MaxRating { get; init; } = int.MaxValue;

    internal int FewestClues => MinClues ?? Math.Min(Size switch { 4 => 4, 6 => 10, _ => 22 }, MaxClues ?? int.MaxValue);

    internal int MostClues => MaxClues ?? Math.Max(Size switch { 4 => 8, 6 => 16, _ => 30 }, MinClues ?? 0);

    internal SudokuBoard Validated()
    {
        var board = SudokuBoard.FromSize(Size);
        if (FewestClues < 1 || MostClues < FewestClues || MostClues > board.Cells)
        {
            throw new InputException($"Clues {FewestClues}-{MostClues} are not a range within 1-{board.Cells}.");
        }

        return MinRating < 0 || MaxRating < MinRating ? throw new InputException($"Ratings {MinRating}-{MaxRating} are not a range.") : board;
    }
}
