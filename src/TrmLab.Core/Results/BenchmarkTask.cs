namespace TrmLab.Core.Results;

/// <summary>A benchmark with published results.</summary>
public enum BenchmarkTask
{
    SudokuExtreme,
    MazeHard,
    ArcAgi1,
    ArcAgi2,
}

/// <summary>What the benchmarks are.</summary>
public static class BenchmarkTasks
{
    public static string NameOf(BenchmarkTask task) => task switch
    {
        BenchmarkTask.SudokuExtreme => "Sudoku-Extreme",
        BenchmarkTask.MazeHard => "Maze-Hard 30x30",
        BenchmarkTask.ArcAgi1 => "ARC-AGI-1",
        BenchmarkTask.ArcAgi2 => "ARC-AGI-2",
        _ => throw new ArgumentOutOfRangeException(nameof(task)),
    };

    /// <summary>What a published figure counts.</summary>
    public static string MeasureOf(BenchmarkTask task) => task is BenchmarkTask.ArcAgi1 or BenchmarkTask.ArcAgi2
        ? "% of tasks solved with two tries"
        : "% of puzzles with every cell right";

    /// <summary>Puzzles (ARC: tasks) of the whole published test set.</summary>
    public static int TestSetSizeOf(BenchmarkTask task) => task switch
    {
        BenchmarkTask.SudokuExtreme => 422_786,
        BenchmarkTask.MazeHard => 1000,
        BenchmarkTask.ArcAgi1 => 400,
        BenchmarkTask.ArcAgi2 => 120,
        _ => throw new ArgumentOutOfRangeException(nameof(task)),
    };
}
