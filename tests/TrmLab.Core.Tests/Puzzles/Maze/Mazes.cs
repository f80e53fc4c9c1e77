using TrmLab.Core.Puzzles.Maze;

namespace TrmLab.Core.Tests.Puzzles.Maze;

/// <summary>Short ways to write mazes in tests: rows separated by a slash, <c>.</c> for an open cell.</summary>
internal static class Mazes
{
    internal static string Text(string rows) => rows.Replace("/", "").Replace('.', ' ');

    internal static byte[] Cells(string rows)
    {
        byte[] cells = new byte[Text(rows).Length];
        Assert.Equal(-1, MazeTokens.Parse(Text(rows), cells));
        return cells;
    }

    internal static int[] Tokens(string rows) => [.. Cells(rows).Select(cell => (int)cell)];
}
