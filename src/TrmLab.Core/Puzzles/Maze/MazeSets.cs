namespace TrmLab.Core.Puzzles.Maze;

/// <summary>Tells data sets of mazes from others; the format itself does not say what a token means.</summary>
public static class MazeSets
{
    private const int Looked = 16;

    /// <summary>
    /// Whether a set holds mazes: square, in the vocabulary of mazes, and its first questions have one start and one goal and labels that differ only by
    /// marks on open cells. The content decides, because 4x4 Sudoku has the vocabulary and a length of mazes too.
    /// </summary>
    public static bool Holds(DatasetMetadata metadata, PuzzleSet set)
    {
        int length = metadata.SequenceLength, side = (int)Math.Sqrt(length);
        if (metadata.VocabularySize != MazeTokens.Characters.Length + 1 || side * side != length)
            return false;
        int[] question = new int[length], label = new int[length];
        for (int example = 0; example < Math.Min(Looked, set.Examples); example++)
        {
            set.CopyExample(example, question, label);
            if (question.AsSpan().Count(MazeTokens.Start) != 1 || question.AsSpan().Count(MazeTokens.Goal) != 1)
                return false;
            for (int i = 0; i < length; i++)
            {
                if (question[i] != label[i] && (question[i] != MazeTokens.Open || label[i] != MazeTokens.Path))
                    return false;
            }
        }
        return set.Examples > 0;
    }
}
