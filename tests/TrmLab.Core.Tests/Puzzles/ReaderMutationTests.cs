using System.IO.Compression;
using System.Text;
using TrmLab.Core.Puzzles;
using TrmLab.Core.Puzzles.Arc;
using TrmLab.Core.Puzzles.Maze;
using TrmLab.Core.Puzzles.Sudoku;

namespace TrmLab.Core.Tests.Puzzles;

/// <summary>Damaged puzzle files end in a message, whatever was damaged.</summary>
public sealed class ReaderMutationTests : IDisposable
{
    private const string SudokuRows =
        "source,question,answer,rating\n"
        + "a,1...............,1234341221434321,3\n"
        + "b,\"12..............\",1234341221434321,0\n";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("train/dataset.json", 600)]
    [InlineData("train/all__inputs.npy", 500)]
    [InlineData("train/all__labels.npy", 500)]
    [InlineData("train/all__puzzle_identifiers.npy", 500)]
    [InlineData("train/all__puzzle_indices.npy", 500)]
    [InlineData("train/all__group_indices.npy", 500)]
    [InlineData("train/all__ratings.npy", 500)]
    [InlineData("identifiers.json", 500)]
    public void Data_sets(string file, int count)
    {
        SmallDataset.Write(_directory["d"]);
        var path = Path.Combine(_directory["d"], file);
        Mutations.OnlyInputExceptions(File.ReadAllBytes(path), count, damaged =>
        {
            File.WriteAllBytes(path, damaged);
            PuzzleDataset.ReadIdentifiers(_directory["d"]);
            using var dataset = PuzzleDataset.Open(_directory["d"], "train");
            foreach (var set in dataset.Sets) set.CheckValues();
        });
    }

    [Fact]
    public void Sudoku_tables() => Text("s.csv", SudokuRows, path => SudokuCsv.Read(path, SudokuCsv.BoardOf(path)).Count());

    [Fact]
    public void Packed_tables()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal)) gzip.Write(Encoding.UTF8.GetBytes(SudokuRows));
        Bytes("s.csv.gz", packed.ToArray(), 500, path => SudokuCsv.Read(path, SudokuCsv.BoardOf(path)).Count());
    }

    [Fact]
    public void Maze_tables() => Text("m.csv", "source,question,answer,rating\nx,S  # G ##,Soo# G ##,2\n", path => MazeCsv.Read(path).Count());

    [Fact]
    public void Arc_tasks() => Text(
        "a.json",
        """{"t1": {"train": [{"input": [[1, 2], [0, 9]], "output": [[3]]}], "test": [{"input": [[1]], "output": [[2, 2]]}]}, "t2": {"train": [], "test": []}}""",
        path => ArcTaskReader.ReadCombined(path));

    [Fact]
    public void Names_of_augmented_tasks() => Mutations.OnlyInputExceptions(
        "task|||t3|||0213456789"u8.ToArray(), 2000, damaged => ArcAugmentation.Parse(Encoding.UTF8.GetString(damaged)));

    private void Text(string name, string text, Action<string> read) => Bytes(name, Encoding.UTF8.GetBytes(text), 1000, read);

    private void Bytes(string name, byte[] original, int count, Action<string> read)
    {
        var path = _directory[name];
        Mutations.OnlyInputExceptions(original, count, damaged =>
        {
            File.WriteAllBytes(path, damaged);
            read(path);
        });
    }
}
