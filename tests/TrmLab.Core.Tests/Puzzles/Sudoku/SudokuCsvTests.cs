using System.IO.Compression;
using System.Text;
using TrmLab.Core.Puzzles.Sudoku;

namespace TrmLab.Core.Tests.Puzzles.Sudoku;

public sealed class SudokuCsvTests : IDisposable
{
    private const string Header = "source,question,answer,rating\n";
    private const string Good = "made,1.3.341221434321,1234341221434321,2\n";

    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Header + Good)]
    [InlineData("\uFEFFsource,question,answer,rating\r\nmade,1.3.341221434321,1234341221434321,2\r\n\r\n")]
    [InlineData("rating,answer,question\n2,1234341221434321,1030341221434321")]
    [InlineData("Source,Question,Answer,Rating\n\"a, \"\"b\"\"\",1.3.341221434321,1234341221434321,2\n")]
    public void TheFormsThatFilesComeInAreRead(string text)
    {
        SudokuPuzzle puzzle = Assert.Single(Read(text));
        Assert.Equal("1.3.341221434321", SudokuBoard.Format(puzzle.Question));
        Assert.Equal("1234341221434321", SudokuBoard.Format(puzzle.Answer));
        Assert.Equal((2.0, 2, 14), (puzzle.Rating, puzzle.Line, puzzle.Clues));
    }

    [Fact]
    public void CompressedFilesAreRead()
    {
        string path = _folder["puzzles.csv.gz"];
        using (var stream = new GZipStream(File.Create(path), CompressionMode.Compress))
        {
            stream.Write(Encoding.UTF8.GetBytes(Header + Good));
        }

        Assert.Single(SudokuCsv.Read(path, SudokuCsv.BoardOf(path)));
        File.WriteAllText(path, Header + Good);
        Assert.Contains("cannot be read", Assert.Throws<InputException>(() => SudokuCsv.BoardOf(path)).Message);
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("a,b,c\n", "line 1: the header must name")]
    [InlineData(Header, "the file has no puzzle")]
    [InlineData(Header + "made,123,123,0\n", "line 2: the question has 3 characters; 16, 36 or 81 are expected")]
    [InlineData(Header + Good + "made,1.3.34122143432,1234341221434321,2\n", "line 3: the question has 15 characters; 16 are expected")]
    [InlineData(Header + Good + "made,1.3.341221434321,123434122143432,2\n", "line 3: the answer has 15 characters")]
    [InlineData(Header + Good + "made,1.3.34x221434321,1234341221434321,2\n", "line 3: the question has 'x' at character 7")]
    [InlineData(Header + Good + "made,1.3.341221434325,1234341221434321,2\n", "line 3: the question has '5' at character 16")]
    [InlineData(Header + Good + "made,1.3.341221434321,123434122143432.,2\n", "line 3: the answer is blank at character 16")]
    [InlineData(Header + Good + "made,2.3.341221434321,1234341221434321,2\n", "line 3: the question gives 2 at character 1, the answer has 1")]
    [InlineData(Header + Good + "made,1...341221434321,1243341221434321,2\n", "line 3: the answer is not a solved board (4 twice in column 3)")]
    [InlineData(Header + Good + "made,1.3.341221434321,1234341221434321\n", "line 3: 3 fields, the header has 4")]
    [InlineData(Header + Good + "made,1.3.341221434321,1234341221434321,hard\n", "line 3: rating 'hard' is not a number")]
    [InlineData(Header + Good + "\"made,1.3.341221434321,1234341221434321,2\n", "line 3: a quoted field is not closed")]
    [InlineData(Header + Good + "\n" + Good, "line 3: the line is empty")]
    public void MalformedRowsAreNamed(string text, string message)
    {
        InputException error = Assert.Throws<InputException>(() => Read(text));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.StartsWith(_folder["puzzles.csv"], error.Message, StringComparison.Ordinal);
    }

    private List<SudokuPuzzle> Read(string text)
    {
        string path = _folder["puzzles.csv"];
        File.WriteAllText(path, text);
        return [.. SudokuCsv.Read(path, SudokuCsv.BoardOf(path))];
    }
}
