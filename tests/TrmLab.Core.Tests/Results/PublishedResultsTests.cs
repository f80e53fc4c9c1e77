using TrmLab.Core.Configuration;
using TrmLab.Core.Results;

namespace TrmLab.Core.Tests.Results;

public sealed class PublishedResultsTests
{
    [Theory]
    [InlineData(BenchmarkTask.SudokuExtreme, "TRM-MLP", 87.4)]
    [InlineData(BenchmarkTask.SudokuExtreme, "TRM-Att", 74.7)]
    [InlineData(BenchmarkTask.SudokuExtreme, "HRM", 55.0)]
    [InlineData(BenchmarkTask.MazeHard, "TRM-Att", 85.3)]
    [InlineData(BenchmarkTask.MazeHard, "TRM-MLP", 0.0)]
    [InlineData(BenchmarkTask.ArcAgi1, "TRM-Att", 44.6)]
    [InlineData(BenchmarkTask.ArcAgi1, "Bespoke (Grok-4)", 79.6)]
    [InlineData(BenchmarkTask.ArcAgi2, "TRM-Att", 7.8)]
    [InlineData(BenchmarkTask.ArcAgi2, "Gemini 2.5 Pro 32K", 4.9)]
    public void Rows_of_the_tables(BenchmarkTask task, string method, double score)
    {
        var row = Assert.Single(PublishedResults.Of(task), r => r.Method == method);
        Assert.Equal(score, row.Score);
        Assert.Contains("2510.04871", row.Source);
    }

    [Fact]
    public void The_tables_are_complete()
    {
        Assert.Equal([7, 7, 10, 10], Enum.GetValues<BenchmarkTask>().Select(t => PublishedResults.Of(t).Count));
        Assert.Equal([9, 3, 5], new[] { 1, 2, 3 }.Select(t => PublishedAblations.All.Count(a => a.Table == t)));
        Assert.Equal(79.9, PublishedAblations.WithoutEma);
        Assert.Equal(5_028_866, PublishedSetting.All[0].Parameters);
        Assert.All(Enum.GetValues<BenchmarkTask>(), t => Assert.Contains(PublishedSetting.All, s => s.Task == t));
    }

    [Fact]
    public void A_run_of_the_published_recipe_differs_in_nothing_and_an_ablation_says_in_what()
    {
        Assert.All(PublishedSetting.All, s => Assert.Empty(s.Differences(Presets.Get(s.Preset) with { Seed = 7, Device = "cpu", Epochs = 10, EvaluationInterval = 10 })));
        var setting = PublishedSetting.Of(BenchmarkTask.SudokuExtreme, tokenMlp: true)!;
        Assert.Equal(["arch.one_step_gradient true (published false)"], setting.Differences(Presets.Get("sudoku-extreme-one-step-gradient")));
        Assert.Equal(["arch.H_cycles 2 (published 3)", "arch.L_cycles 2 (published 6)"], setting.Differences(Presets.Get("sudoku-extreme-shallow")));
        Assert.Empty(setting.Differences(Presets.Get("sudoku-extreme-no-ema")));
        var comparison = ResultComparison.Of(Result() with { Differences = ["lr 1 (published 0.0001)"] });
        Assert.Contains("Trained otherwise: lr 1 (published 0.0001).", comparison.NotComparable);
    }

    [Fact]
    public void A_subset_and_a_best_evaluation_are_said()
    {
        var comparison = ResultComparison.Of(Result() with { Choice = EvaluationChoice.Best, Evaluations = 10 });
        Assert.Equal("86.1 % of 1,000 puzzles (95 % interval 83.8 to 88.1), published 87.4: -1.3 points", comparison.Summary);
        Assert.Contains(comparison.NotComparable, t => t.Contains("1,000 of 422,786") && t.Contains("contains the published 87.4"));
        Assert.Contains(comparison.NotComparable, t => t.Contains("Best of 10"));
        Assert.Contains(comparison.NotComparable, t => t.StartsWith("One seed"));
        Assert.Contains(comparison.Comparable, t => t.Contains("5,028,866 parameters, as published"));
        Assert.Contains(comparison.Comparable, t => t.Contains("16 supervision steps"));
        Assert.Contains(comparison.Comparable, t => t.StartsWith("Averaged weights"));
    }

    [Fact]
    public void Test_time_compute_an_unfinished_run_and_other_networks_are_said()
    {
        var comparison = ResultComparison.Of(Result() with
        {
            SupervisionSteps = 128,
            AnswersPerPuzzle = 4,
            ShareOfSchedule = 0.25,
            Parameters = 100,
            Weights = "raw",
            Seeds = 3,
            Puzzles = 422_786,
            Solved = 400_000,
        });
        Assert.Contains(comparison.NotComparable, t => t.Contains("32 times"));
        Assert.Contains(comparison.NotComparable, t => t.StartsWith("25 %"));
        Assert.Contains(comparison.NotComparable, t => t.StartsWith("100 parameters; the published network has 5,028,866"));
        Assert.Contains(comparison.NotComparable, t => t.StartsWith("Raw weights"));
        Assert.Contains(comparison.NotComparable, t => t.StartsWith("3 seeds"));
        Assert.Contains(comparison.Comparable, t => t.Contains("whole test set") && t.Contains("does not contain"));
        Assert.Contains(comparison.Comparable, t => t.StartsWith("Last evaluation"));
    }

    [Fact]
    public void An_exact_score_replaces_the_rounded_share()
    {
        var arc = Result() with { Task = BenchmarkTask.ArcAgi1, TokenMlp = false, Solved = 178, Puzzles = 400, ExactScore = 44.625, Parameters = 0 };
        var comparison = ResultComparison.Of(arc);
        Assert.Equal(0.025, comparison.Difference, 1e-9);
        Assert.Contains(comparison.NotComparable, t => t.Contains("parameters cannot be compared"));
        Assert.Throws<InputException>(() => ResultComparison.Of(Result() with { Puzzles = 0, Solved = 0 }));
    }

    private static LabResult Result() => new()
    {
        Task = BenchmarkTask.SudokuExtreme,
        Run = "r",
        Weights = "ema",
        Solved = 861,
        Puzzles = 1000,
        TokenMlp = true,
        Parameters = 5_028_866,
        Choice = EvaluationChoice.Last,
    };
}
