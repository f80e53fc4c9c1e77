using TrmLab.Core.Numerics;
using TrmLab.Core.Puzzles.Sudoku;

namespace TrmLab.Core.Tests.Puzzles.Sudoku;

/// <summary>Boards for tests. The hard puzzle is a row of the Sudoku-Extreme data set.</summary>
internal static class Boards
{
    public const string HardQuestion = "5...27..9..41......1..5.3...92.6.8...5......66..7..29.8...7...2.......8...9..36..";

    public const string HardAnswer = "583427169974136528216859374792364851351298746648715293865971432137642985429583617";

    public static byte[] Parse(string text)
    {
        byte[] cells = new byte[text.Length];
        Assert.True(SudokuBoard.TryFromCells(text.Length, out SudokuBoard? board) && board.TryParse(text, cells));
        return cells;
    }

    /// <summary>Puzzles of any difficulty with few clues.</summary>
    public static List<SudokuPuzzle> Generate(int size, int count, long seed = 1)
    {
        (int min, int max) = size switch { 4 => (4, 8), 6 => (8, 14), _ => (22, 28) };
        var generator = new SudokuGenerator(new SudokuGeneratorOptions { Size = size, MinClues = min, MaxClues = max }, new SeededRandom(seed));
        return [.. Enumerable.Range(0, count).Select(_ => generator.Next())];
    }
}
