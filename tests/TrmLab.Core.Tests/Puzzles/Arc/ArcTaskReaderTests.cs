using System.Formats.Tar;
using System.IO.Compression;
using TrmLab.Core.Puzzles.Arc;
using static TrmLab.Core.Tests.Puzzles.Arc.Grids;

namespace TrmLab.Core.Tests.Puzzles.Arc;

public sealed class ArcTaskReaderTests : IDisposable
{
    private const string Task = """{"train": [{"input": [[1]], "output": [[2]]}], "test": [{"input": [[3, 4]], "output": [[5], [6]]}]}""";
    private const string Challenges = """{"b": {"test": [{"input": [[3, 4]]}], "train": [{"input": [[1]], "output": [[2]]}]}}""";
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ChallengesAndSolutionsJoin()
    {
        File.WriteAllText(_folder["arc-agi_mine_challenges.json"], Challenges);
        File.WriteAllText(_folder["arc-agi_mine_solutions.json"], """{"b": [[[5], [6]]]}""");
        ArcTask task = Assert.Single(new ArcSubsetSource("mine", _folder.Root).Read().Tasks);
        Assert.Equal(("b", true), (task.Id, task.TestFirst));
        Assert.Equal([new ArcPair(Grid("34"), Grid("5/6")), new ArcPair(Grid("1"), Grid("2"))], task.Pairs);
    }

    [Fact]
    public void CompressedFilesAndArchivesAndFoldersGiveTheSameTasks()
    {
        Directory.CreateDirectory(_folder["mine"]);
        File.WriteAllText(_folder["mine/t.json"], Task);
        using (var gz = new GZipStream(File.Create(_folder["x_packed_challenges.json.gz"]), CompressionLevel.Fastest))
            gz.Write(System.Text.Encoding.UTF8.GetBytes($$"""{"t": {{Task}} }"""));
        using (var gz = new GZipStream(File.Create(_folder["mine.tar.gz"]), CompressionLevel.Fastest))
            TarFile.CreateFromDirectory(_folder["mine"], gz, includeBaseDirectory: true);
        ArcTask[] tasks =
        [
            .. new ArcSubsetSource("mine", _folder.Root).Read().Tasks,
            .. new ArcSubsetSource("any", _folder["mine"]).Read().Tasks,
            .. new ArcSubsetSource("any", _folder["mine.tar.gz"]).Read().Tasks,
            .. new ArcSubsetSource("packed", _folder.Root).Read().Tasks,
        ];
        Assert.Equal(4, tasks.Length);
        Assert.All(tasks, task => Assert.Equal("t", task.Id));
        Assert.All(tasks, task => Assert.Equal(tasks[0].Pairs, task.Pairs));
    }

    [Theory]
    [InlineData("[[1, 2], [3]]", "row 2 has 1 cells, row 1 has 2")]
    [InlineData("[[1, 10]]", "row 1, column 2 holds 10; ARC colours are 0 to 9")]
    [InlineData("[[-1]]", "row 1, column 1 holds -1")]
    [InlineData("[[1.5]]", "holds 1.5")]
    [InlineData("[[\"red\"]]", "holds \"red\"")]
    [InlineData("[]", "the grid is empty")]
    [InlineData("[[]]", "the grid is empty")]
    [InlineData("7", "a list of rows was expected, not number")]
    public void ABadGridIsNamedWithItsPlace(string grid, string reason)
    {
        string file = _folder["bad.json"];
        File.WriteAllText(file, $$"""{"t1": {"train": [{"input": [[1]], "output": [[1]]}, {"input": [[1]], "output": {{grid}} }], "test": []} }""");
        string message = Assert.Throws<InputException>(() => ArcTaskReader.ReadCombined(file)).Message;
        Assert.StartsWith($"{file}: task t1, train pair 2, output", message);
        Assert.Contains(reason, message);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void AGridOf31RowsIsRefused()
    {
        string file = _folder["big.json"];
        string rows = string.Join(',', Enumerable.Repeat("[" + string.Join(',', Enumerable.Repeat(0, 31)) + "]", 31));
        File.WriteAllText(file, $$"""{"t1": {"train": [], "test": [{"input": [{{rows}}], "output": [[1]]}]} }""");
        Assert.Contains("t1, test pair 1, input: the grid has 31x31 cells", Assert.Throws<InputException>(() => ArcTaskReader.ReadCombined(file)).Message);
    }

    [Fact]
    public void AMissingSolutionsFileIsNamed()
    {
        File.WriteAllText(_folder["arc-agi_mine_challenges.json"], Challenges);
        string message = Assert.Throws<InputException>(() => new ArcSubsetSource("mine", _folder.Root).Read()).Message;
        Assert.Contains("task b, test pair 1: \"output\" is missing; put the solutions file", message);
        Assert.Contains(_folder["arc-agi_mine_solutions.json"], message);
    }

    [Theory]
    [InlineData("""{"c": [[[5]]]}""", "task b of arc-agi_mine_challenges.json has no solutions here")]
    [InlineData("""{"b": [[[5]], [[6]]]}""", "does not hold as many outputs")]
    [InlineData("""{"b": [[[5]]]""", "no valid JSON at line 1")]
    public void SolutionsThatDoNotBelongAreRefused(string solutions, string reason)
    {
        File.WriteAllText(_folder["arc-agi_mine_challenges.json"], Challenges);
        File.WriteAllText(_folder["arc-agi_mine_solutions.json"], solutions);
        Assert.Contains(reason, Assert.Throws<InputException>(() => new ArcSubsetSource("mine", _folder.Root).Read()).Message);
    }

    [Fact]
    public void ATaskThatStandsTwiceIsRefused()
    {
        File.WriteAllText(_folder["twice.json"], $$"""{"t": {{Task}}, "t": {{Task}} }""");
        Assert.Contains("task t stands there twice", Assert.Throws<InputException>(() => ArcTaskReader.ReadCombined(_folder["twice.json"])).Message);
    }

    [Fact]
    public void AnAbsentSetSaysWhatWasLookedFor()
    {
        File.WriteAllText(_folder["arc-agi_other_challenges.json"], Challenges);
        Assert.Contains("*_mine_challenges.json[.gz]", Assert.Throws<InputException>(() => new ArcSubsetSource("mine", _folder.Root).Read()).Message);
        Assert.Contains("no such file or folder", Assert.Throws<InputException>(() => new ArcSubsetSource("mine", _folder["gone"]).Read()).Message);
    }

    [Fact]
    public void ADamagedArchiveIsRefused()
    {
        File.WriteAllText(_folder["bad.tar.gz"], "this is no archive");
        Assert.Contains("damaged", Assert.Throws<InputException>(() => ArcTaskReader.ReadArchive(_folder["bad.tar.gz"])).Message);
    }

    [Fact]
    public void ASourceIsWrittenAsNameOrNameAndPath()
    {
        Assert.Equal(new ArcSubsetSource("training", "dir"), ArcSubsetSource.Parse("training", "dir"));
        Assert.Equal(new ArcSubsetSource("mine", "a/b=c"), ArcSubsetSource.Parse("mine=a/b=c", null));
        Assert.Throws<InputException>(() => ArcSubsetSource.Parse("training", null));
        Assert.Throws<InputException>(() => ArcSubsetSource.Parse("=x", "dir"));
    }
}
