using TrmLab.Core.Puzzles;
using TrmLab.Core.Puzzles.Arc;
using TrmLab.Core.Puzzles.Maze;
using TrmLab.Core.Puzzles.Sudoku;

namespace TrmLab.Web.Datasets;

/// <summary>What a test split has in common with its training split.</summary>
/// <param name="Clean">Whether the test puzzles are unseen; null where that cannot be told.</param>
/// <param name="Text">The figures, one line.</param>
public sealed record LeakFinding(bool? Clean, string Text)
{
    private const int ListedAtMost = 3;

    /// <summary>Compares the splits up to the symmetries of the puzzles.</summary>
    public static LeakFinding Of(DatasetEntry entry, PuzzleFamily family, IProgress<BuildProgress> progress, CancellationToken cancellationToken)
    {
        if (entry.Splits.Count < 2) return new LeakFinding(null, $"only a {entry.Splits[0]} split: nothing to compare");
        return family switch
        {
            PuzzleFamily.Sudoku => OfSudoku(SudokuLeakCheck.OfDirectory(entry.Directory, progress, cancellationToken)),
            PuzzleFamily.Maze => OfMazes(MazeLeakCheck.OfDirectory(entry.Directory, cancellationToken)),
            PuzzleFamily.Arc => OfArc(ArcLeakCheck.OfDirectory(entry.Directory, cancellationToken)),
            _ => new LeakFinding(null, "no symmetries are known for these tokens: not compared"),
        };
    }

    private static LeakFinding OfSudoku(SudokuLeakReport r) => new(
        r.Unseen,
        $"of {r.TestPuzzles:N0} test puzzles {r.Identical:N0} are training puzzles, {r.Relabelled:N0} with other names for the digits; {r.SharedSolutions:N0} share a solved board with one up to symmetry"
        + (r.Cells < SudokuBoard.Nine.Cells ? " (a board of this size has only a few)" : ""));

    private static LeakFinding OfMazes(MazeLeakReport r) =>
        new(r.Leaks.Count == 0, $"of {r.TestMazes:N0} test mazes {r.Leaks.Count:N0} are training mazes up to rotation and reflection");

    private static LeakFinding OfArc(IReadOnlyList<ArcLeak> leaks) => new(
        leaks.Count == 0,
        leaks.Count == 0 ? "no test pair is trained on, also not up to symmetry" : $"{leaks.Count:N0} test pairs are trained on: {string.Join("; ", leaks.Take(ListedAtMost))}{(leaks.Count > ListedAtMost ? "; ..." : "")}");
}
