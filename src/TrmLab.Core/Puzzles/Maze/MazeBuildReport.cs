namespace TrmLab.Core.Puzzles.Maze;

/// <summary>What was built.</summary>
/// <param name="Side">Cells per row and column.</param>
/// <param name="TrainMazes">Original training mazes (groups).</param>
/// <param name="TrainExamples">Training examples, transforms counted.</param>
/// <param name="TestMazes">Test mazes.</param>
/// <param name="Leaks">Test mazes that are, up to rotation and reflection, training mazes.</param>
/// <param name="Ambiguous">Test mazes with several shortest paths, on which exact match with the stored answer is partly luck.</param>
/// <param name="NotShortest">Mazes of both splits whose stored answer is not a shortest path.</param>
public sealed record MazeBuildReport(
    int Side, int TrainMazes, int TrainExamples, int TestMazes, IReadOnlyList<MazeLeak> Leaks, int Ambiguous, int NotShortest);

/// <summary>Lines of the two files that hold the same maze up to rotation and reflection.</summary>
public readonly record struct MazeLeak(int TrainLine, int TestLine);
