using TrmLab.Core.Puzzles;
using TrmLab.Core.Puzzles.Maze;

namespace TrmLab.Trainer.Evaluation;

/// <summary>Finds the rules that the puzzles of a test set obey.</summary>
internal static class AnswerScores
{
    private const int Looked = 16;

    /// <summary>The score for a set, or null where exact match says everything (Sudoku has one solution).</summary>
    /// <param name="partial">Only a part of the set is evaluated: no votes, since pass@K over some of the augmentations means something else.</param>
    public static IAnswerScore? For(PuzzleDataset data, PuzzleSet set, bool partial)
    {
        var directory = Path.GetDirectoryName(set.Directory)!;
        if (File.Exists(Path.Combine(directory, "test_puzzles.json"))) return partial ? null : new ArcAnswerScore(directory);
        return MazePathScore.Suits(data.Metadata) && HoldsMazes(data, set) ? new MazeAnswerScore(set.Name, (int)Math.Sqrt(data.Metadata.SequenceLength)) : null;
    }

    // 4x4 Sudoku has the vocabulary and a length of mazes too: a maze's label differs from its question only by marks on open cells.
    private static bool HoldsMazes(PuzzleDataset data, PuzzleSet set)
    {
        var question = new int[data.Metadata.SequenceLength];
        var label = new int[data.Metadata.SequenceLength];
        for (var example = 0; example < Math.Min(Looked, set.Examples); example++)
        {
            set.CopyExample(example, question, label);
            if (question.Zip(label).Any(c => c.First != c.Second && c is not (MazeTokens.Open, MazeTokens.Path))) return false;
            if (question.Count(t => t == MazeTokens.Start) != 1 || question.Count(t => t == MazeTokens.Goal) != 1) return false;
        }

        return set.Examples > 0;
    }
}
