namespace TrmLab.Core.Puzzles.Maze;

/// <summary>A key that is equal for mazes that are rotations or reflections of each other.</summary>
public static class MazeCanonicalForm
{
    /// <summary>The alphabetically first of the eight transformed questions.</summary>
    public static string KeyOf(ReadOnlySpan<byte> question)
    {
        int side = (int)Math.Sqrt(question.Length);
        byte[] transformed = new byte[question.Length];
        byte[] first = question.ToArray();
        for (int transform = 1; transform < Dihedral.Count; transform++)
        {
            Dihedral.Apply(transform, question, side, side, transformed);
            if (transformed.AsSpan().SequenceCompareTo(first) < 0)
                transformed.CopyTo(first, 0);
        }
        return MazeTokens.Format(first);
    }
}
