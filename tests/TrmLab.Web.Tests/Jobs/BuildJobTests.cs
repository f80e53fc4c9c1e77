using TrmLab.Core.Puzzles.Arc;
using TrmLab.Core.Puzzles.Maze;
using TrmLab.Web.Datasets;
using TrmLab.Web.Jobs;
using TrmLab.Web.Tests.Support;

namespace TrmLab.Web.Tests.Jobs;

/// <summary>Each kind of job through the queue, on tiny inputs.</summary>
public sealed class BuildJobTests : IAsyncLifetime
{
    private const string Task = """{"train":[{"input":[[1,2],[3,4]],"output":[[4,3],[2,1]]}],"test":[{"input":[[5,6],[7,8]],"output":[[5,5],[7,8]]}]}""";

    private JobLab Lab { get; } = new();

    public async ValueTask InitializeAsync() => await Lab.StartAsync();

    public async ValueTask DisposeAsync() => await Lab.DisposeAsync();

    [Fact]
    public async Task Sudoku_from_csv_is_built_and_its_puzzles_can_be_read()
    {
        var csv = Lab.Write("own/train.csv", "source,question,answer,rating", "me,1..4..1...43.3..,1234341221434321,0");
        await DoneAsync(new BuildSudokuJob { Name = "own", TrainCsv = csv, TestCsv = csv, Augmentations = 3, AllowAmbiguous = true });
        var entry = Entry("own");
        Assert.Equal(new DatasetKind(PuzzleFamily.Sudoku, 4), DatasetKind.Of(entry.Directory, "train"));
        using var reader = new SampleReader(entry, "train");
        Assert.Equal((4, 1), (reader.Count, reader.Groups));
        var copy = reader.Read(3);
        Assert.Equal((0, 0, 3, 4), (copy.Group, copy.GroupStart, copy.Copy, copy.Copies));
        Assert.Equal(["6 of 16 cells given", "answer keeps all rules"], copy.Remarks);
        Assert.False(new CheckCache(Lab.Data).Read(entry)!.Leaks!.Clean);
    }

    [Fact]
    public async Task Mazes_are_generated()
    {
        await DoneAsync(new GenerateMazeJob { Name = "small", Kind = MazeKind.Tree, Side = 6, Train = 4, Test = 2, Moves = new NumberRange(4, 30) });
        var entry = Entry("small");
        Assert.Equal("Maze 6x6", DatasetKind.Of(entry.Directory, "test").ToString());
        using var reader = new SampleReader(entry, "train");
        Assert.Equal((32, 4), (reader.Count, reader.Groups));
        Assert.Equal(8, reader.StartOf(1));
        Assert.Contains("answer is a shortest path", reader.Read(9).Remarks);
    }

    [Fact]
    public async Task Mazes_from_csv_tell_about_several_paths()
    {
        var csv = Lab.Write("maze.csv", "question,answer,rating", "S        G      ,S   o   oG      ,3");
        var job = await EndAsync(new BuildMazeJob { Name = "maze", TestCsv = csv });
        Assert.Equal(JobState.Done, job.State);
        Assert.Contains("several shortest paths", Assert.Single(job.Notes));
    }

    [Fact]
    public async Task Own_arc_tasks_are_built_and_drawn_without_their_translation()
    {
        Lab.Write("arc/one.json", Task);
        await DoneAsync(new BuildArcJob { Name = "arc", Subsets = [new ArcSubsetSource("tasks", Path.Combine(Lab.Data.Root, "arc"))], TestSet = "tasks", Augmentations = 5 });
        using var reader = new SampleReader(Entry("arc"), "test");
        Assert.Equal(6, reader.Count);
        var puzzle = reader.Read(0);
        Assert.Equal("one", puzzle.Identifier);
        Assert.Equal("56/78", Assert.Single(puzzle.Pairs).Input.ToString());
        Assert.True(new CheckCache(Lab.Data).Read(Entry("arc"))!.Leaks!.Clean);
    }

    [Fact]
    public async Task Bad_arc_json_is_told_by_its_place()
    {
        Lab.Write("arc/one.json", Task.Replace("[5,6]", "[5,10]", StringComparison.Ordinal));
        var job = await EndAsync(new BuildArcJob { Name = "arc", Subsets = [new ArcSubsetSource("tasks", Path.Combine(Lab.Data.Root, "arc"))], TestSet = "tasks" });
        Assert.Equal(JobState.Failed, job.State);
        Assert.Contains("task one, test pair 1, input: row 1, column 2 holds 10; ARC colours are 0 to 9", job.Message);
        Assert.Empty(Lab.Made);
    }

    [Fact]
    public async Task Published_files_are_taken_from_disk_and_built()
    {
        foreach (var set in new[] { "train", "test" }) Lab.Write($"disk/{set}.csv", "source,question,answer,rating", "me,S        G      ,S   o   oG      ,3");
        var job = await EndAsync(new PublishedJob { Name = "maze-30x30-hard-1k", From = Path.Combine(Lab.Data.Root, "disk") });
        Assert.True(job.State == JobState.Done, job.Message);
        Assert.Equal((2, 2), (PublishedDataset.Find("maze-30x30-hard-1k").Files(Lab.Data).Here, PublishedDataset.Find("maze-30x30-hard-1k").Files(Lab.Data).All));
        Assert.Equal(["maze-30x30-hard-1k"], Lab.Made);
    }

    [Fact]
    public async Task A_fetch_that_fails_says_which_file_and_why()
    {
        var job = await EndAsync(new PublishedJob { Name = "arc1concept-aug-1000", From = Path.Combine(Lab.Data.Root, "nowhere") });
        Assert.Equal(JobState.Failed, job.State);
        Assert.Contains("nowhere", job.Message);
        Assert.Empty(Lab.Made);
    }

    [Fact]
    public async Task A_damaged_set_is_told_by_its_check_until_its_files_change()
    {
        await DoneAsync(new GenerateSudokuJob { Name = "set", Size = 4, Train = 20, Test = 5 });
        var labels = Path.Combine(Entry("set").Directory, "test", "all__labels.npy");
        using (var stream = new FileStream(labels, FileMode.Open)) stream.SetLength(stream.Length - 3);
        Assert.Null(new CheckCache(Lab.Data).Read(Entry("set")));
        Lab.Jobs.Add(new CheckJob { DatasetPath = "datasets/set" });
        await Lab.IdleAsync();
        Assert.Contains("all__labels.npy", new CheckCache(Lab.Data).Read(Entry("set"))!.Error);
    }

    [Fact]
    public async Task Every_kind_of_job_survives_being_stored()
    {
        JobSpec[] specs =
        [
            new GenerateSudokuJob { Name = "a", Clues = new NumberRange(4, 8) }, new GenerateMazeJob { Name = "b", Kind = MazeKind.RandomWalls, Moves = new NumberRange(1, 2) },
            new BuildSudokuJob { Name = "c", TrainCsv = "x", MinDifficulty = 1.5 }, new BuildMazeJob { Name = "d", Transforms = false },
            new BuildArcJob { Name = "e", Subsets = [new ArcSubsetSource("s", "p")], TestSet = "s" }, new PublishedJob { Name = "f", Mirror = new Uri("http://mirror.example/x"), OnlyFetch = true },
            new CheckJob { DatasetPath = "datasets/g" },
        ];
        await Lab.StopAsync();
        foreach (var spec in specs) Lab.Jobs.Add(spec);
        var before = Lab.Jobs.All;
        Lab.Reopen();
        Assert.Equivalent(before, Lab.Jobs.All);
        Assert.Equal(specs.Select(s => s.GetType()), Lab.Jobs.All.Select(j => j.Spec.GetType()));
    }

    private DatasetEntry Entry(string name) => new DatasetShelf(Lab.Data).Find("datasets/" + name);

    private async Task<Job> EndAsync(JobSpec spec)
    {
        var job = Lab.Jobs.Add(spec);
        var ended = await Lab.WhenAsync(job.Id, j => !j.IsOpen);
        await Lab.IdleAsync();
        return ended;
    }

    private async Task DoneAsync(JobSpec spec)
    {
        var job = await EndAsync(spec);
        Assert.True(job.State == JobState.Done, job.Message);
    }
}
