using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using TrmLab.Core.Configuration;
using TrmLab.Web.Comparison;
using TrmLab.Web.Components.Pages;
using TrmLab.Web.Tests.Support;

namespace TrmLab.Web.Tests.Components.Pages;

public sealed class ResultsPageTests : PageTest
{
    public ResultsPageTests() => Services.AddSingleton<PuzzlePairing>();

    [Fact]
    public void A_run_stands_beside_the_published_rows_and_says_what_is_comparable()
    {
        var config = new RunConfig { Name = "mine", DataPaths = ["datasets/sudoku-extreme-1k-aug-1000"], Arch = new ArchConfig { TokenMlp = true } };
        EvaluatedRuns.Finished(Lab, "run-a", config, EvaluatedRuns.SomeHash, (50, "ema", "1111"), (100, "ema", "1110"));
        EvaluatedRuns.Finished(Lab, "run-b", TestLab.Config("other"), EvaluatedRuns.SomeHash, (100, "raw", "1000"));
        Lab.CatchUp();
        var page = Render<ResultsPage>();
        Assert.Contains("DeepSeek-R1", page.Find("#task-SudokuExtreme .published").TextContent);
        var row = page.Find("#task-SudokuExtreme .results-grid > div tbody tr").TextContent;
        Assert.Contains("mine", row);
        Assert.Contains("75.0", row);
        Assert.Contains("-12.4", row);
        Assert.Contains("Tested on 4 of 422,786", page.Find("#task-SudokuExtreme .other").TextContent);
        Assert.Contains("No run here", page.Find("#task-MazeHard").TextContent);
        Assert.Contains("25.00 %", page.Find("#other-data tbody").TextContent);
    }

    [Fact]
    public void A_run_that_is_evaluated_while_the_page_is_open_comes_by_itself()
    {
        var config = new RunConfig { Name = "mine", DataPaths = ["datasets/sudoku-extreme-x"] };
        var page = Render<ResultsPage>();
        Assert.Contains("No run here", page.Find("#task-SudokuExtreme").TextContent);
        var run = EvaluatedRuns.Open(Lab, "run-a", config, EvaluatedRuns.SomeHash, (50, "raw", "1000"));
        Lab.CatchUp();
        page.WaitForAssertion(() => Assert.Contains("25.0", page.Find("#task-SudokuExtreme .results-grid > div tbody tr").TextContent), Patience.Limit);
        EvaluatedRuns.Evaluate(run, 100, "raw", "1110");
        Lab.CatchUp();
        page.WaitForAssertion(() => Assert.Contains("75.0", page.Find("#task-SudokuExtreme .results-grid > div tbody tr").TextContent), Patience.Limit);
    }

    [Fact]
    public void An_open_EMA_report_takes_in_new_evaluations()
    {
        var run = EvaluatedRuns.Open(Lab, "run-a", TestLab.Config("mine"), null, (50, "raw", "1000"), (50, "ema", "1100"));
        Lab.CatchUp();
        Services.GetRequiredService<NavigationManager>().NavigateTo("ema-report?runs=run-a");
        var page = Render<EmaReportPage>();
        var before = page.Find("#measured").TextContent;
        EvaluatedRuns.Evaluate(run, 100, "raw", "1100");
        EvaluatedRuns.Evaluate(run, 100, "ema", "1111");
        Lab.CatchUp();
        page.WaitForAssertion(() => Assert.NotEqual(before, page.Find("#measured").TextContent), Patience.Limit);
    }

    [Fact]
    public void The_best_evaluation_is_shown_where_it_is_asked_for()
    {
        EvaluatedRuns.Finished(Lab, "run-a", new RunConfig { Name = "mine", DataPaths = ["datasets/sudoku-extreme-x"] }, EvaluatedRuns.SomeHash, (50, "raw", "1111"), (100, "raw", "1110"));
        Lab.CatchUp();
        Services.GetRequiredService<NavigationManager>().NavigateTo("results?choice=best");
        var page = Render<ResultsPage>();
        Assert.Contains("100.0", page.Find("#task-SudokuExtreme .results-grid > div tbody tr").TextContent);
        Assert.Contains("Best of 2 evaluations", page.Find("#task-SudokuExtreme .other").TextContent);
    }
}
