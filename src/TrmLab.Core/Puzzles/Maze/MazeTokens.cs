namespace TrmLab.Core.Puzzles.Maze;

/// <summary>Cells of a maze as tokens: 0 padding, 1 wall <c>#</c>, 2 open (blank), 3 start <c>S</c>, 4 goal <c>G</c>, 5 path <c>o</c>.</summary>
public static class MazeTokens
{
    /// <summary>The characters of the tokens 1 to 5.</summary>
    public const string Characters = "# SGo";

    public const byte Wall = 1;
    public const byte Open = 2;
    public const byte Start = 3;
    public const byte Goal = 4;
    public const byte Path = 5;

    /// <summary>The cells as characters, row by row.</summary>
    public static string Format(ReadOnlySpan<byte> cells)
    {
        Span<char> text = cells.Length <= 1024 ? stackalloc char[cells.Length] : new char[cells.Length];
        for (int i = 0; i < cells.Length; i++)
            text[i] = Characters[cells[i] - 1];
        return text.ToString();
    }

    /// <summary>Writes the tokens of the characters; the place of the first unknown character, or -1.</summary>
    public static int Parse(ReadOnlySpan<char> text, Span<byte> cells)
    {
        for (int i = 0; i < text.Length; i++)
        {
            int found = Characters.IndexOf(text[i]);
            if (found < 0)
                return i;
            cells[i] = (byte)(found + 1);
        }
        return -1;
    }

    /// <summary>Metadata of a data set of side x side mazes; the counts are the writer's.</summary>
    public static DatasetMetadata Metadata(int side) => new()
    {
        IgnoreLabelId = 0,
        VocabularySize = Characters.Length + 1,
        SequenceLength = side * side,
        PuzzleIdentifiers = 1,
    };
}
