using TrmLab.Core.Puzzles;
using TrmLab.Core.Puzzles.Maze;

namespace TrmLab.Trainer.Evaluation;

/// <summary>Finds the rules that the puzzles of a test set obey.</summary>
internal static class AnswerScores
{
    /// <summary>The score for a set, or null where exact match says everything (Sudoku has one solution).</summary>
    /// <param name="partial">Only a part of the set is evaluated: no votes, since pass@K over some of the augmentations means something else.</param>
    public static IAnswerScore? For(PuzzleDataset data, PuzzleSet set, bool partial)
    {
        var directory = Path.GetDirectoryName(set.Directory)!;
        if (File.Exists(Path.Combine(directory, "test_puzzles.json"))) return partial ? null : new ArcAnswerScore(directory, data.Directories.ToList().IndexOf(directory));
        return MazeSets.Holds(data.Metadata, set) ? new MazeAnswerScore(set.Name, (int)Math.Sqrt(data.Metadata.SequenceLength)) : null;
    }
}
