using System.Text.Json;
using TrmLab.Core.Fetching;
using TrmLab.Core.Puzzles;

namespace TrmLab.Trainer.Tests.Commands;

/// <summary>The data verbs on inputs of a few lines; what they wrote is read back by Core.</summary>
public sealed class DataProcessTests : IDisposable
{
    private const string Header = "source,question,answer,rating";
    private const string Maze = "x,S  # G ##,Soo# G ##,2";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Fetch_takes_the_files_of_a_folder_and_records_them()
    {
        Directory.CreateDirectory(_directory["usb"]);
        File.WriteAllLines(_directory["usb/train.csv"], [Header, Maze]);
        File.WriteAllLines(_directory["usb/test.csv"], [Header]);
        var output = await Run("data", "fetch", "maze-hard", "--from", _directory["usb"], "--out", _directory["out"]);
        Assert.Contains("licence", output);
        Assert.Equal(File.ReadAllBytes(_directory["usb/train.csv"]), File.ReadAllBytes(_directory["out/train.csv"]));
        Assert.Equal([("maze-hard", "train.csv"), ("maze-hard", "test.csv")], FetchRecord.Load(_directory["out"]).Files.Select(file => (file.Dataset, file.Name)));
    }

    [Fact]
    public async Task Build_sudoku_writes_both_splits()
    {
        File.WriteAllLines(_directory["train.csv"], [Header, "a,123434122143432.,1234341221434321,3", "b,.234341221434321,1234341221434321,0"]);
        File.WriteAllLines(_directory["test.csv"], [Header, "c,1234341221434.21,1234341221434321,1"]);
        var output = await Run("data", "build", "sudoku", "--train", _directory["train.csv"], "--test", _directory["test.csv"], "--augment", "2", "--seed", "5", "--out", _directory["out"]);
        Describes(output, _directory["out"]);
        Assert.Equal((6, 2), Counts(_directory["out"], "train"));
        Assert.Equal((1, 1), Counts(_directory["out"], "test"));
    }

    [Fact]
    public async Task Build_maze_writes_every_rotation_and_reflection()
    {
        File.WriteAllLines(_directory["train.csv"], [Header, Maze]);
        var output = await Run("data", "build", "maze", "--train", _directory["train.csv"], "--out", _directory["out"]);
        Describes(output, _directory["out"]);
        Assert.Equal((8, 1), Counts(_directory["out"], "train"));
        Assert.False(PuzzleDataset.HasSplit(_directory["out"], "test"));
    }

    [Fact]
    public async Task Build_arc_trains_on_demonstrations_and_tests_on_the_rest()
    {
        File.WriteAllText(_directory["learn_challenges.json"], """{"p": {"train": [{"input": [[1, 2], [0, 3]], "output": [[3]]}], "test": [{"input": [[4]], "output": [[5, 6]]}]}}""");
        File.WriteAllText(_directory["score_challenges.json"], """{"r": {"train": [{"input": [[1, 2, 0]], "output": [[0, 2, 1]]}], "test": [{"input": [[6, 7, 8]], "output": [[8, 7, 6]]}]}}""");
        var output = await Run("data", "build", "arc", "--folder", _directory.Root, "--subset", "learn", "score", "--test-set", "score", "--augment", "2", "--out", _directory["out"]);
        Assert.Contains("7 identifiers", output);
        Assert.Equal((9, 2), Counts(_directory["out"], "train"));
        Assert.Equal((3, 1), Counts(_directory["out"], "test"));
        Assert.Equal(["p", "r"], PuzzleDataset.ReadIdentifiers(_directory["out"]).Skip(1).Select(name => name.Split("|||")[0]).Distinct());
    }

    [Fact]
    public async Task Info_prints_counts_and_the_hash()
    {
        var data = TinySudoku.Write(_directory["data"]);
        var info = JsonDocument.Parse(await Run("data", "info", data, "--json")).RootElement;
        var expected = DatasetInfo.Read(data);
        Assert.Equal((data, expected.Hash), (info.GetProperty("directory").GetString(), info.GetProperty("hash").GetString()));
        Assert.Equal([("train", 32), ("test", 12)], info.GetProperty("splits").EnumerateArray().Select(split => (split.GetProperty("name").GetString(), split.GetProperty("examples").GetInt32())));
        Describes(await Run("data", "info", data), data);
    }

    private static void Describes(string output, string directory)
    {
        var info = DatasetInfo.Read(directory);
        Assert.Contains($"sha256 {info.Hash}, ", output);
        Assert.All(info.Splits, split => Assert.Contains($"{split.Name}: {split.Examples} examples of {split.Puzzles} puzzles in {split.Groups} groups", output));
    }

    private static (int Examples, int Groups) Counts(string directory, string split)
    {
        using var data = PuzzleDataset.Open(directory, split);
        data.Sets[0].CheckValues();
        return (data.Sets[0].Examples, data.Sets[0].Groups);
    }

    private static async Task<string> Run(params string[] words)
    {
        var (code, output, error) = await TrainerProcess.Run(words);
        Assert.True(code == 0, error);
        return output;
    }
}
