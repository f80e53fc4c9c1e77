using System.Text.Json;
using TrmLab.Core.Puzzles;

namespace TrmLab.Core.Tests.Puzzles;

public sealed class PuzzleDatasetTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    private string Directory => _folder["set"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WhatIsWrittenIsReadBack()
    {
        SmallDataset.Write(Directory);
        using var dataset = PuzzleDataset.Open(Directory, "train");
        PuzzleSet set = dataset.Sets[0];
        Assert.Equal(("all", 17, 7, 4), (set.Name, set.Examples, set.Puzzles, set.Groups));
        Assert.Equal([0, 4, 5, 7, 10, 11, 13, 17], set.PuzzleIndices);
        Assert.Equal([0, 2, 3, 6, 7], set.GroupIndices);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], set.PuzzleIdentifiers);
        Assert.Equal([float.NaN, 1, 2, 3, 4, 5, 6], set.Ratings!);
        Assert.Equal((4, 7, 17.0 / 7), (dataset.Metadata.TotalGroups, dataset.Metadata.TotalPuzzles, dataset.Metadata.MeanPuzzleExamples));
        Assert.Equal("b|||t3", PuzzleDataset.ReadIdentifiers(Directory)[2]);
        int[] inputs = new int[4];
        int[] labels = new int[4];
        set.CopyExample(6, inputs, labels);
        Assert.Equal([1, 2, 4, 0], inputs);
        Assert.Equal([1, 2, 4, -100], labels);
        Assert.Equal([0, 0, 0, 0, 1, 2, 2, 3, 3, 3, 4, 5, 5, 6, 6, 6, 6], Enumerable.Range(0, 17).Select(set.PuzzleOf));
    }

    [Fact]
    public void NothingIsLeftOfAnUnfinishedDataSetAndNothingIsOverwritten()
    {
        using (var writer = new PuzzleDatasetWriter(Directory))
        {
            writer.AddSplit("train", SmallDataset.Form).AppendExample(new byte[4], new byte[4]);
        }

        Assert.Empty(System.IO.Directory.EnumerateFileSystemEntries(_folder.Root));
        SmallDataset.Write(Directory);
        Assert.Contains("not empty", Assert.Throws<InputException>(() => new PuzzleDatasetWriter(Directory)).Message);
    }

    [Fact]
    public void TheWriterRefusesValuesOutsideTheVocabulary()
    {
        using var writer = new PuzzleDatasetWriter(Directory);
        PuzzleSplitWriter split = writer.AddSplit("train", SmallDataset.Form);
        Assert.Throws<ArgumentException>(() => split.AppendExample(new byte[] { 0, 0, 0, 5 }, new byte[4]));
        Assert.Throws<ArgumentException>(() => split.AppendExample(new byte[3], new byte[4]));
    }

    [Fact]
    public void JoinedDirectoriesMergeAsTheReferenceMergesThem()
    {
        SmallDataset.Write(Directory);
        SmallDataset.Write(_folder["other"]);
        using var dataset = PuzzleDataset.Open([Directory, _folder["other"]], "test");
        Assert.Equal(["all", "all1"], dataset.Sets.Select(set => set.Name));
        Assert.Equal((16, 8, 14), (dataset.Metadata.PuzzleIdentifiers, dataset.Metadata.TotalGroups, dataset.Metadata.TotalPuzzles));
        Assert.Equal(17.0 / 7, dataset.Metadata.MeanPuzzleExamples, 1e-12);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], dataset.Sets[1].PuzzleIdentifiers);
        SmallDataset.Write(_folder["third"], SmallDataset.Form with { VocabularySize = 6 });
        Assert.Contains("vocab_size is 6, there 5", Assert.Throws<InputException>(() => PuzzleDataset.Open([Directory, _folder["third"]], "test")).Message);
    }

    [Theory]
    [InlineData("puzzle_indices", "0,4,5,7,10,11,13,16", "number of examples (17)")]
    [InlineData("puzzle_indices", "0,4,5,4,10,11,13,17", "falls from 5 to 4 at index 3")]
    [InlineData("puzzle_indices", "0,17", "one more than puzzles")]
    [InlineData("group_indices", "0,2,3,6", "number of puzzles (7)")]
    [InlineData("puzzle_identifiers", "1,2,3,4,5,6,8", "puzzle identifier 8 is outside 0..7")]
    public void DamagedIndicesAreNamed(string field, string values, string message)
    {
        SmallDataset.Write(Directory);
        NpyWriter.WriteVector<int>(Path.Combine(Directory, "train", $"all__{field}.npy"), NpyType.Int32, [.. values.Split(',').Select(int.Parse)]);
        Assert.Contains(message, Assert.Throws<InputException>(() => PuzzleDataset.Open(Directory, "train")).Message);
    }

    [Fact]
    public void DataThatDoesNotFitItsMetadataIsNamed()
    {
        SmallDataset.Write(Directory);
        string json = Path.Combine(Directory, "train", "dataset.json");
        var metadata = DatasetMetadata.Load(json);
        (metadata with { VocabularySize = 4 }).Save(json);
        using (var dataset = PuzzleDataset.Open(Directory, "train"))
        {
            Assert.Contains("outside the vocabulary of 4", Assert.Throws<InputException>(() => dataset.Sets[0].CheckValues()).Message);
        }

        (metadata with { SequenceLength = 9 }).Save(json);
        Assert.Contains("seq_len 9", Assert.Throws<InputException>(() => PuzzleDataset.Open(Directory, "train")).Message);
        File.WriteAllText(json, "{");
        Assert.Contains("dataset.json", Assert.Throws<InputException>(() => PuzzleDataset.Open(Directory, "train")).Message);
        Assert.Contains("cannot be read", Assert.Throws<InputException>(() => PuzzleDataset.Open(_folder["nowhere"], "train")).Message);
    }

    [Fact]
    public void TheHashDependsOnValuesAndNotOnTheirElementType()
    {
        SmallDataset.Write(Directory);
        string hash = DatasetHash.OfDirectory(Directory);
        string path = Path.Combine(Directory, "train", "all__inputs.npy");
        long[] values = new long[17 * 4];
        using (var array = NpyArray.Open(path))
        {
            array.CopyTo(0, values);
        }

        WriteInputs(values);
        Assert.Equal(hash, DatasetHash.OfDirectory(Directory));
        Assert.Equal(hash, DatasetInfo.Read(Directory).Hash);
        values[5] ^= 1;
        WriteInputs(values);
        Assert.NotEqual(hash, DatasetHash.OfDirectory(Directory));

        void WriteInputs(long[] data)
        {
            using var writer = new NpyWriter(path, NpyType.Int64, rowLength: 4);
            writer.Append<long>(data);
            writer.Complete();
        }
    }

    [Fact]
    public void InfoCountsAndDrawsTheDifficulty()
    {
        SmallDataset.Write(Directory);
        var info = DatasetInfo.Read(Directory);
        Assert.Equal(["train", "test"], info.Splits.Select(split => split.Name));
        Assert.Equal((17, 7, 4, "|u1"), (info.Splits[0].Examples, info.Splits[0].Puzzles, info.Splits[0].Groups, info.Splits[0].ElementType));

        // The originals are puzzles 0 (unrated), 2, 3 and 6.
        Assert.Equal([new RatingBucket(0, 0, 0), new RatingBucket(1, 1, 0), new RatingBucket(2, 3, 2), new RatingBucket(4, 7, 1)], info.Splits[0].Ratings!);
        Assert.Contains("\"groups\":4", JsonSerializer.Serialize(info));
        Assert.Contains("no data set", Assert.Throws<InputException>(() => DatasetInfo.Read(_folder.Root)).Message);
    }
}
