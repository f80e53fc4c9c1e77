using TrmLab.Core.Configuration;
using TrmLab.Core.Results;
using TrmLab.Web.Comparison;
using TrmLab.Web.Tests.Support;

namespace TrmLab.Web.Tests.Comparison;

public sealed class LabResultsTests : IDisposable
{
    private readonly TestLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Theory]
    [InlineData("datasets/sudoku-extreme-1k-aug-1000", BenchmarkTask.SudokuExtreme)]
    [InlineData("/elsewhere/maze-30x30-hard-1k/", BenchmarkTask.MazeHard)]
    [InlineData("datasets/arc1concept-aug-1000", BenchmarkTask.ArcAgi1)]
    [InlineData("datasets/arc2concept-aug-1000", BenchmarkTask.ArcAgi2)]
    [InlineData("samples/sudoku-4x4", null)]
    public void The_benchmark_is_told_by_the_data_set(string path, BenchmarkTask? expected) =>
        Assert.Equal(expected, LabResults.TaskOf(new RunConfig { DataPaths = [path] }));

    [Fact]
    public void A_run_stands_beside_the_published_figure_with_what_is_comparable()
    {
        var config = new RunConfig { Name = "paper", Seed = 1, DataPaths = ["datasets/sudoku-extreme-1k-aug-1000"], Arch = new ArchConfig { TokenMlp = true } };
        EvaluatedRuns.Finished(_lab, "run-a", config, EvaluatedRuns.SomeHash, (50, "ema", "1111"), (100, "ema", "1110"), (100, "raw", "1111"));
        EvaluatedRuns.Finished(_lab, "run-b", config with { Seed = 2 }, EvaluatedRuns.SomeHash, (100, "ema", "1000"));
        var runs = EvaluatedRuns.Read(_lab, "run-a", "run-b");
        using var db = _lab.Index.Open();
        var last = LabResults.Of(db, runs, BenchmarkTask.SudokuExtreme, EvaluationChoice.Last);
        Assert.Equal([75.0, 25.0], last.Select(r => r.Comparison.Lab.Score));
        Assert.Equal((87.4, 2, "ema", 4L), (last[0].Comparison.Published.Score, last[0].Comparison.Lab.Seeds, last[0].Comparison.Lab.Weights, last[0].Comparison.Lab.Puzzles));
        Assert.Contains(last[0].Comparison.NotComparable, t => t.StartsWith("Tested on 4 of 422,786"));
        Assert.Equal(100.0, LabResults.Of(db, runs, BenchmarkTask.SudokuExtreme, EvaluationChoice.Best)[0].Comparison.Lab.Score);
        Assert.Empty(LabResults.Of(db, runs, BenchmarkTask.MazeHard, EvaluationChoice.Last));
    }

    [Fact]
    public void Arc_is_scored_by_tasks_with_two_tries()
    {
        EvaluatedRuns.Finished(_lab, "run-a", new RunConfig { Name = "arc", DataPaths = ["datasets/arc1concept-aug-1000"] }, EvaluatedRuns.SomeHash, (100, "ema", "1110"));
        TestLab.Write(_lab.Folder.Of("run-a"), Events.Evaluated(100, "ema", 0.75) with { Puzzles = 4, Values = new Dictionary<string, double> { ["ARC/pass@2"] = 0.405, ["all/exact_accuracy"] = 0.75 } });
        var runs = EvaluatedRuns.Read(_lab, "run-a");
        using var db = _lab.Index.Open();
        var row = Assert.Single(LabResults.Of(db, runs, BenchmarkTask.ArcAgi1, EvaluationChoice.Last));
        Assert.Equal((40.5, 400L), (row.Comparison.Lab.Score, row.Comparison.Lab.Puzzles));
    }
}
