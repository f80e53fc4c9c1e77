using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using TrmLab.Core.Puzzles;

namespace TrmLab.Core.Tests.Puzzles;

public class GoldenDatasetTests
{
    [Fact]
    public void EveryReferenceArrayReadsValueForValue()
    {
        string root = SharedData.Golden("datasets");
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(root, "manifest.json")));
        int arrays = 0;
        foreach (JsonElement entry in manifest.RootElement.EnumerateArray().Where(entry => entry.TryGetProperty("dtype", out _)))
        {
            using var array = NpyArray.Open(Path.Combine(root, entry.GetProperty("file").GetString()!));
            long[] values = new long[array.Count];
            array.CopyTo(0, values);
            Assert.Equal(entry.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()), array.Header.Shape);
            Assert.Equal(entry.GetProperty("sum").GetInt64(), values.Sum());
            Assert.Equal(entry.GetProperty("data_sha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(values.AsSpan()))));
            arrays++;
        }

        Assert.True(arrays >= 70, $"only {arrays} arrays");
    }

    [Theory]
    [InlineData("sudoku-20-aug5", 120, 120, 20, 30)]
    [InlineData("sudoku-sub8-min10-aug2", 21, 21, 7, 16)]
    [InlineData("maze-20-aug8", 160, 160, 20, 20)]
    [InlineData("maze-20-noaug", 20, 20, 20, 20)]
    [InlineData("arc1-aug10", 704, 176, 16, 77)]
    [InlineData("arc1-aug0", 64, 16, 16, 7)]
    [InlineData("arc2concept-aug2", 249, 60, 20, 24)]
    public void EveryReferenceDirectoryOpens(string name, int examples, int puzzles, int groups, int testExamples)
    {
        string directory = SharedData.Golden($"datasets/{name}");
        using var train = PuzzleDataset.Open(directory, "train");
        using var test = PuzzleDataset.Open(directory, "test");
        PuzzleSet set = Assert.Single(train.Sets);
        Assert.Equal((examples, puzzles, groups), (set.Examples, set.Puzzles, set.Groups));
        Assert.Equal(testExamples, test.Sets[0].Examples);
        Assert.Equal(train.Metadata.PuzzleIdentifiers, PuzzleDataset.ReadIdentifiers(directory).Count);
        set.CheckValues();
        test.Sets[0].CheckValues();
    }

    [Fact]
    public void TestBatchesMergedMetadataAndStepsAreTheReferences()
    {
        using var folder = new TemporaryDirectory();
        ZipFile.ExtractToDirectory(SharedData.Golden("model/dataset.zip"), folder.Root);
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllText(folder["golden.json"]));
        using var dataset = PuzzleDataset.Open(folder.Root, "test");
        PuzzleBatch[] batches = [.. EvaluationBatches.Of(dataset, dataset.Sets[0], batchSize: 4)];
        JsonElement[] expected = [.. golden.RootElement.GetProperty("test_batches").EnumerateArray()];
        Assert.Equal(expected.Length, batches.Length);
        for (int i = 0; i < batches.Length; i++)
        {
            Assert.Equal(expected[i].GetProperty("set").GetString(), batches[i].Set);
            Assert.Equal(expected[i].GetProperty("effective").GetInt32(), batches[i].ValidRows);
            Assert.Equal(Rows(expected[i], "inputs"), batches[i].Inputs);
            Assert.Equal(Rows(expected[i], "labels"), batches[i].Labels);
            Assert.Equal(expected[i].GetProperty("puzzle_identifiers").EnumerateArray().Select(value => value.GetInt32()), batches[i].PuzzleIdentifiers);
        }

        DatasetMetadata metadata = golden.RootElement.GetProperty("metadata").Deserialize<DatasetMetadata>()!;
        Assert.Equivalent(metadata, dataset.Metadata, strict: true);
        Assert.Equal(golden.RootElement.GetProperty("total_steps_for_epochs_1000_batch4").GetInt64(), dataset.Metadata.TotalSteps(1000, 4));
    }

    private static int[] Rows(JsonElement batch, string field) =>
        [.. batch.GetProperty(field).EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(value => value.GetInt32())];
}
