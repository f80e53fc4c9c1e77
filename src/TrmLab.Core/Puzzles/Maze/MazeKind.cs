namespace TrmLab.Core.Puzzles.Maze;

/// <summary>How a maze is made.</summary>
public enum MazeKind
{
    /// <summary>
    /// Corridors that form a tree, so there is one path from start to goal and exact match is a fair score. Growing-tree algorithm.
    /// </summary>
    Tree,

    /// <summary>
    /// Walls at random cells, 30 to 50 % of them, as in Searchformer (Lehnert et al. 2024), where Maze-Hard comes from. Long shortest paths are rare and
    /// almost never unique; the marked one is that of breadth-first search in the order up, left, down, right.
    /// </summary>
    RandomWalls,
}
