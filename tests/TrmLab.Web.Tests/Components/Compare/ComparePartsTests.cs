using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;
using TrmLab.Web.Comparison;
using TrmLab.Web.Components.Charts;
using TrmLab.Web.Components.Compare;
using TrmLab.Web.Components.Controls;
using TrmLab.Web.Tests.Support;

namespace TrmLab.Web.Tests.Components.Compare;

public sealed class ComparePartsTests : PageTest
{
    public ComparePartsTests() => Services.AddSingleton<PuzzlePairing>();

    [Fact]
    public void The_table_of_pairs_has_counts_p_effect_and_links_with_checkpoint_and_weights()
    {
        var run = EvaluatedRuns.Finished(Lab, "run-a", TestLab.Config("a"), EvaluatedRuns.SomeHash, (100, "raw", "1111100000"), (100, "ema", "1000011111"));
        CheckpointDirectory.Write(run.Checkpoints, CheckpointManifest.For(100, new ModelShape(new ArchConfig(), 16, 6, 1)), files => files.Add("raw.safetensors", s => s.WriteByte(1)));
        var table = Pairs(EvaluatedRuns.Read(Lab, "run-a"), new EvaluationKey("run-a", 100, "raw"), new EvaluationKey("run-a", 100, "ema"));
        Assert.Equal(["1 both", "4 A only", "5 B only", "0 neither"], table.FindAll(".paired-table td").Select(d => d.TextContent));
        Assert.Equal("1", table.Find("#pair-p").TextContent);
        Assert.Contains("+10.00 pp", table.Find(".paired").TextContent);
        var links = table.FindAll("#only-a a").Select(a => a.GetAttribute("href")!).ToArray();
        Assert.Equal(4, links.Length);
        Assert.Contains("a=run%2Frun-a%2F100", links[0]);
        Assert.Contains("aw=raw", links[0]);
        Assert.Contains("bw=ema", links[0]);
        Assert.EndsWith("i=4", links[3]);
        Assert.Empty(table.FindAll(".caution"));
    }

    [Fact]
    public void A_checkpoint_that_was_not_kept_is_said_so()
    {
        EvaluatedRuns.Finished(Lab, "run-a", TestLab.Config("a"), EvaluatedRuns.SomeHash, (100, "raw", "1100"), (100, "ema", "1010"));
        var table = Pairs(EvaluatedRuns.Read(Lab, "run-a"));
        Assert.Contains("has no checkpoint", table.Find(".caution").TextContent);
        Assert.Empty(table.FindAll("#only-a a"));
        Assert.Single(table.FindAll("#only-a span.puzzle-chip"));
    }

    [Fact]
    public void Different_puzzles_are_refused_in_words()
    {
        EvaluatedRuns.Finished(Lab, "run-a", TestLab.Config("a"), EvaluatedRuns.SomeHash, (100, "raw", "1100"));
        EvaluatedRuns.Finished(Lab, "run-b", TestLab.Config("b"), "sha256:" + new string('f', 64), (100, "raw", "1100"));
        var table = Pairs(EvaluatedRuns.Read(Lab, "run-a", "run-b"));
        Assert.Contains("different data", table.Find("#pair-refusal").TextContent);
        Assert.Empty(table.FindAll(".paired-table"));
    }

    [Fact]
    public void Two_runs_are_paired_at_their_common_step_and_one_by_its_weights()
    {
        EvaluatedRuns.Finished(Lab, "run-a", TestLab.Config("a"), EvaluatedRuns.SomeHash, (50, "ema", "1100"), (50, "raw", "1100"), (100, "ema", "1100"));
        EvaluatedRuns.Open(Lab, "run-b", TestLab.Config("b"), EvaluatedRuns.SomeHash, (50, "raw", "1100"), (50, "ema", "1000"));
        var runs = EvaluatedRuns.Read(Lab, "run-a", "run-b");
        Assert.Equal(("run-a:50:ema", "run-b:50:ema"), Text(PairedPuzzles.DefaultPair(runs)));
        Assert.Equal(("run-b:50:ema", "run-b:50:raw"), Text(PairedPuzzles.DefaultPair([runs[1]])));

        static (string?, string?) Text((EvaluationKey? A, EvaluationKey? B) pair) => (pair.A?.ToString(), pair.B?.ToString());
    }

    [Fact]
    public void A_running_run_beside_a_final_is_marked()
    {
        EvaluatedRuns.Finished(Lab, "run-a", TestLab.Config("a"), EvaluatedRuns.SomeHash, (50, "raw", "1100"), (100, "raw", "1110"));
        EvaluatedRuns.Open(Lab, "run-b", TestLab.Config("b"), EvaluatedRuns.SomeHash, (50, "raw", "1000"));
        var runs = EvaluatedRuns.Read(Lab, "run-a", "run-b");
        var table = Render<FinalsTable>(p => p.Add(t => t.Runs, runs).Add(t => t.Colors, ColorsOf(runs)));
        Assert.Contains("b is lost at step 100", table.Find(".caution").TextContent);
        Assert.Equal(["50.00 %", "25.00 %"], table.FindAll("tbody b").Select(b => b.TextContent));
        Assert.Contains("15.0 to 85.0 %", table.FindAll("tbody tr")[0].TextContent);
    }

    [Fact]
    public void The_table_of_results_is_a_file_with_all_digits()
    {
        EvaluatedRuns.Finished(Lab, "run-a", TestLab.Config("a, b"), EvaluatedRuns.SomeHash, (50, "raw", "111"), (100, "raw", "110"));
        var runs = EvaluatedRuns.Read(Lab, "run-a");
        var lines = System.Text.Encoding.UTF8.GetString(FinalsExport.Table(FinalResults.Of(runs, FinalChoice.Best)).ToCsv()).Split("\r\n");
        Assert.StartsWith("Run,Name,State,Weights,Step,Exact,", lines[0]);
        Assert.StartsWith("run-a,\"a, b\",Finished,raw,50,1,", lines[1]);
        Assert.EndsWith(",3,0.33333333333333337", lines[1]);
        var table = Render<FinalsTable>(p => p.Add(t => t.Runs, runs).Add(t => t.Colors, ColorsOf(runs)).Add(t => t.Choice, FinalChoice.Best));
        Assert.Equal("finals.csv?runs=run-a&at=best", table.Find("#finals-csv").GetAttribute("href"));
        Assert.Equal("finals.csv?runs=run-a&at=best&format=json", table.Find("#finals-json").GetAttribute("href"));
    }

    [Fact]
    public void Runs_beyond_the_most_that_are_compared_are_counted()
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("compare?runs=" + string.Join(',', Enumerable.Range(0, 60).Select(i => $"run-{i}")));
        Assert.Equal("The first 50 of 60 runs are compared.", Render<Web.Components.Pages.ComparePage>().Find("#cut").TextContent);
    }

    [Fact]
    public void Several_metrics_are_drawn_side_by_side_added_and_taken_out()
    {
        EvaluatedRuns.Finished(Lab, "run-a", TestLab.Config("a"), EvaluatedRuns.SomeHash, (100, "raw", "1100"), (100, "ema", "1110"));
        EvaluatedRuns.Read(Lab, "run-a");
        var navigation = Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo("compare?runs=run-a&metric=train/lm_loss,train/lr,nonsense");
        var page = Render<Web.Components.Pages.ComparePage>();
        page.WaitForAssertion(() => Assert.Equal(["train/lm_loss", "train/lr"], Titles()), Patience.Limit);
        page.Fill("#add-metric", "test/all/exact_accuracy");
        page.WaitForAssertion(() => Assert.Equal(["train/lm_loss", "train/lr", "test all/exact_accuracy (EMA, else raw)"], Titles()), Patience.Limit);
        Assert.EndsWith("&metric=train/lm_loss,train/lr,test/all/exact_accuracy", Uri.UnescapeDataString(navigation.Uri));

        // Its curve is drawn already, and a page draws each once.
        var further = page.FindAll("#add-metric option").Select(o => o.GetAttribute("value")).ToArray();
        Assert.Contains("raw/all/exact_accuracy", further);
        Assert.DoesNotContain("ema/all/exact_accuracy", further);
        page.Press("button[aria-label='Take out train/lm_loss']");
        page.WaitForAssertion(() => Assert.Equal(["train/lr", "test all/exact_accuracy (EMA, else raw)"], Titles()), Patience.Limit);

        string[] Titles() => [.. page.FindAll(".wide-chart .chart-title b").Select(b => b.TextContent)];
    }

    [Fact]
    public void Incoming_data_can_be_held_and_taken_in_again()
    {
        var run = EvaluatedRuns.Open(Lab, "run-a", TestLab.Config("a"), EvaluatedRuns.SomeHash, (100, "raw", "1100"));
        EvaluatedRuns.Read(Lab, "run-a");
        Services.GetRequiredService<NavigationManager>().NavigateTo("compare?runs=run-a");
        var page = Render<Web.Components.Pages.ComparePage>();
        page.Press("#pause-charts");
        page.WaitForAssertion(() => Assert.True(page.FindComponent<LiveCharts>().Instance.Paused), Patience.Limit);
        TestLab.Write(run, Events.Metrics(101));
        EvaluatedRuns.Read(Lab, "run-a");
        Assert.DoesNotContain("at step 101", page.Markup);
        page.Press("#pause-charts");
        page.WaitForAssertion(() => Assert.Contains("at step 101", page.Markup), Patience.Limit);
        Assert.False(page.FindComponent<LiveCharts>().Instance.Paused);
    }

    [Fact]
    public void Runs_of_one_hue_are_told_apart_by_the_dash_of_their_line()
    {
        EvaluatedRuns.Finished(Lab, "run-a", TestLab.Config("a"), EvaluatedRuns.SomeHash);
        var run = EvaluatedRuns.Read(Lab, "run-a")[0];
        string?[] dashes = [.. RunColor.OfAll(Enumerable.Range(0, 28).Select(i => $"r{i}")).Values.Where(c => c.Hex == "#0072b2").Select(c => DashOf(c))];
        Assert.Equal(4, dashes.Distinct().Count());
        Assert.Contains("6,3", dashes);
        Assert.Contains(null, dashes);

        string? DashOf(RunColor color) => Render<RunKey>(p => p.Add(k => k.Run, run).Add(k => k.Color, color)).Find("line").GetAttribute("stroke-dasharray");
    }

    [Fact]
    public void Groups_state_n_mean_and_spread()
    {
        EvaluatedRuns.Finished(Lab, "run-a", TestLab.Config("a", 1), EvaluatedRuns.SomeHash, (100, "raw", "1100"));
        EvaluatedRuns.Finished(Lab, "run-b", TestLab.Config("b", 2), EvaluatedRuns.SomeHash, (100, "raw", "1110"));
        var table = Render<GroupTable>(p => p.Add(t => t.Groups, SeedGroup.Of(EvaluatedRuns.Read(Lab, "run-a", "run-b"))));
        var cells = table.FindAll("tbody td").Select(d => d.TextContent.Trim()).ToArray();
        Assert.Equal(["2", "raw", "62.50 ± 17.68 %"], cells[1..4]);
        Assert.Equal("1, 2", cells[^1]);
    }

    [Fact]
    public void Means_over_seeds_pairs_and_results_by_difficulty_are_files_made_from_what_the_page_shows()
    {
        EvaluatedRuns.Finished(Lab, "run-a", TestLab.Config("a", 1), EvaluatedRuns.SomeHash, (100, "raw", "1100"));
        EvaluatedRuns.Finished(Lab, "run-b", TestLab.Config("b", 2), EvaluatedRuns.SomeHash, (100, "raw", "1011"));
        var runs = EvaluatedRuns.Read(Lab, "run-a", "run-b");
        var groups = Render<GroupTable>(p => p.Add(t => t.Groups, SeedGroup.Of(runs)));
        var group = Lines(groups.FindComponent<TableButtons>());
        Assert.StartsWith("Group,N,Weights,Last: mean,", group[0]);
        Assert.Contains(",2,raw,0.625,0.1767766952966", group[1]);

        Assert.Equal(
            ["Set,Puzzle,Solved by,A,B", "all,1,A,run-a:100:raw,run-b:100:raw", "all,2,B,run-a:100:raw,run-b:100:raw", "all,3,B,run-a:100:raw,run-b:100:raw", ""],
            Lines(Pairs(runs).FindComponent<TableButtons>()));

        var details = WhenRead(Render<EvaluationDetails>(p => p.Add(d => d.Run, "run-a").Add(d => d.Now, runs[0].Evaluations[0])));
        var tables = details.FindComponents<TableButtons>();
        Assert.StartsWith("0,0,1,1,", Lines(tables[0])[1]);
        Assert.StartsWith("1,0,", Lines(tables[1])[1]);
        Assert.Equal("run-a-step-100-raw-by-difficulty", tables[0].Instance.Name);

        static string[] Lines(IRenderedComponent<TableButtons> buttons) => System.Text.Encoding.UTF8.GetString(buttons.Instance.Table().ToCsv()).Split("\r\n");
    }

    [Fact]
    public void A_finished_curve_is_saved_with_its_band_under_the_charts_name()
    {
        var saved = JSInterop.SetupModule("./js/explorer-files.js");
        saved.Mode = JSRuntimeMode.Loose;
        PlainCurve[] curves = [new("mean, of 2", [1, 2], [0.5, double.NaN], "#009e73") { Lower = [0.25, 0.5], Upper = [0.75, 1] }, new("none", [3], [0], "#8a8f98")];
        var chart = Render<PlainChart>(p => p.Add(c => c.Id, "spread").Add(c => c.Title, "Spread").Add(c => c.Curves, curves));
        chart.Press("button[aria-label='Save Spread as CSV']");
        chart.Press("button[aria-label='Save Spread as JSON']");
        Assert.Equal(["spread.csv text/csv", "spread.json application/json"], saved.Invocations["saveStream"].Select(i => $"{i.Arguments[0]} {i.Arguments[2]}"));
        Assert.Equal(
            "Curve,Step,Value,Band lower,Band upper,Note\r\n\"mean, of 2\",1,0.5,0.25,0.75,\r\n\"mean, of 2\",2,,0.5,1,\r\nnone,3,0,,,\r\n",
            System.Text.Encoding.UTF8.GetString(PlainCurve.Table(curves).ToCsv()));
    }

    [Fact]
    public void An_evaluation_is_shown_by_difficulty_step_and_change()
    {
        EvaluatedRuns.Finished(Lab, "run-a", TestLab.Config("a"), EvaluatedRuns.SomeHash, (50, "raw", "11000000"), (100, "raw", "10110000"));
        var evaluations = EvaluatedRuns.Read(Lab, "run-a")[0].Evaluations;
        var details = WhenRead(Render<EvaluationDetails>(p => p.Add(d => d.Run, "run-a").Add(d => d.Now, evaluations[1]).Add(d => d.Before, evaluations[0])));
        Assert.Equal(["0", "1", "2–3", "4–7"], details.FindAll("#by-difficulty tbody tr td:first-child").Select(d => d.TextContent));
        Assert.Equal(4, details.FindAll("#by-step tbody tr").Count);
        Assert.Equal(["2", "3"], details.FindAll("#newly-solved .puzzle-chip").Select(d => d.TextContent));
        Assert.Equal(["1"], details.FindAll("#newly-broken .puzzle-chip").Select(d => d.TextContent));
        Assert.Equal(5, details.FindAll("#worst .puzzle-chip").Count);
        Assert.Equal(["3", "2", "0"], details.FindAll("#best .puzzle-chip").Select(d => d.TextContent));
        Assert.Contains("37.50 %", details.Find("#halting").TextContent);
    }

    [Fact]
    public void Raw_and_averaged_weights_are_counted_on_the_same_puzzles()
    {
        EvaluatedRuns.Finished(Lab, "run-a", TestLab.Config("a"), EvaluatedRuns.SomeHash, (100, "raw", "1100"), (100, "ema", "1011"));
        var runs = EvaluatedRuns.Read(Lab, "run-a");
        var pairs = WhenRead(Render<EmaPairs>(p => p.Add(t => t.Runs, runs).Add(t => t.Colors, ColorsOf(runs))));
        Assert.Equal(["100", "1", "1", "2", "0"], pairs.FindAll("#ema-pairs tbody td").Skip(1).Take(5).Select(d => d.TextContent));
    }

    [Fact]
    public void Raw_and_averaged_weights_are_read_again_only_after_another_evaluation_of_both()
    {
        var run = EvaluatedRuns.Open(Lab, "run-a", TestLab.Config("a"), EvaluatedRuns.SomeHash, (100, "raw", "1100"), (100, "ema", "1011"));
        var runs = EvaluatedRuns.Read(Lab, "run-a");
        var pairs = WhenRead(Render<EmaPairs>(p => p.Add(t => t.Runs, runs).Add(t => t.Colors, ColorsOf(runs))));
        // Whoever reads it again finds nothing.
        Directory.Delete(run.Evaluations, recursive: true);
        TestLab.Write(run, Events.Metrics(120));
        Take();
        Assert.Equal(["100", "1", "1", "2", "0"], Cells());

        EvaluatedRuns.Evaluate(run, 200, "raw", "1111");
        EvaluatedRuns.Evaluate(run, 200, "ema", "1110");
        Take();
        pairs.WaitForAssertion(() => Assert.Equal(["200", "3", "1", "0", "0"], Cells()), Patience.Limit);

        void Take()
        {
            var again = EvaluatedRuns.Read(Lab, "run-a");
            pairs.Render(p => p.Add(t => t.Runs, again).Add(t => t.Colors, ColorsOf(again)));
        }

        string[] Cells() => [.. pairs.FindAll("#ema-pairs tbody td").Skip(1).Take(5).Select(d => d.TextContent)];
    }

    [Fact]
    public async Task Results_that_take_long_to_read_keep_no_page_waiting_and_do_not_replace_later_ones()
    {
        var run = EvaluatedRuns.Finished(Lab, "run-a", TestLab.Config("a"), EvaluatedRuns.SomeHash, (50, "raw", "11000000"), (100, "raw", "10110000"));
        var evaluations = EvaluatedRuns.Read(Lab, "run-a")[0].Evaluations;
        using var slow = new SlowFile(run.Resolve(evaluations[0].File));
        var details = Render<EvaluationDetails>(p => p.Add(d => d.Run, "run-a").Add(d => d.Now, evaluations[0]));
        Assert.Contains("Reading", details.Markup);
        details.Render(p => p.Add(d => d.Run, "run-a").Add(d => d.Now, evaluations[1]));
        WhenRead(details);
        Assert.Contains("37.50 %", details.Find("#halting").TextContent);
        await slow.LetGoAsync();
        await details.InvokeAsync(() => { });
        Assert.Contains("37.50 %", details.Find("#halting").TextContent);
    }

    private static IReadOnlyDictionary<string, RunColor> ColorsOf(IReadOnlyList<ComparedRun> runs) => RunColor.OfAll(runs.Select(r => r.Id));

    private IRenderedComponent<PairedPuzzles> Pairs(IReadOnlyList<ComparedRun> runs, EvaluationKey? a = null, EvaluationKey? b = null) =>
        WhenRead(Render<PairedPuzzles>(p => p.Add(t => t.Runs, runs).Add(t => t.A, a).Add(t => t.B, b)));

    private static IRenderedComponent<T> WhenRead<T>(IRenderedComponent<T> part)
        where T : IComponent
    {
        part.WaitForState(() => !part.Markup.Contains("Reading", StringComparison.Ordinal), Patience.Limit);
        return part;
    }
}
