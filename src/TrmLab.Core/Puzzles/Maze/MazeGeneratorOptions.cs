namespace TrmLab.Core.Puzzles.Maze;

/// <summary>Which mazes <see cref="MazeGenerator"/> makes.</summary>
public sealed record MazeGeneratorOptions
{
    /// <summary>Largest side that is generated.</summary>
    public const int MaximumSide = 64;

    private const int SmallestSide = 4;

    // Maze-Hard: more than 110 moves on 30 x 30 cells.
    private const int HardMoves = 110;
    private const int HardCells = 900;

    public MazeKind Kind { get; init; } = MazeKind.Tree;

    /// <summary>Cells per row and column, 4 to 64; 30 is Maze-Hard's, 10 trains on a CPU.</summary>
    public int Side { get; init; } = 30;

    /// <summary>Fewest moves from start to goal; null asks for more than Maze-Hard's 110, in proportion to the number of cells.</summary>
    public int? MinimumMoves { get; init; }

    /// <summary>Most moves from start to goal; null sets no limit.</summary>
    public int? MaximumMoves { get; init; }

    /// <summary>Fewest moves, the default put in.</summary>
    public int FewestMoves => MinimumMoves ?? ((HardMoves * Side * Side / HardCells) + 1);

    internal MazeGeneratorOptions Validated()
    {
        if (Side is < SmallestSide or > MaximumSide)
            throw new InputException($"Mazes have a side of {SmallestSide} to {MaximumSide} cells, not {Side}.");
        if (FewestMoves < 1 || MaximumMoves < FewestMoves)
            throw new InputException($"Mazes of {FewestMoves} to {MaximumMoves} moves cannot be made; the least must be 1 or more and not above the most.");
        return this;
    }
}
