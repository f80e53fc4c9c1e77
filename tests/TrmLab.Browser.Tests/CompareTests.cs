using System.Text.RegularExpressions;
using Microsoft.Playwright;
using TrmLab.Browser.Tests.Support;
using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;

namespace TrmLab.Browser.Tests;

/// <summary>Comparing runs, the EMA report and imported curves in a real browser.</summary>
[Collection("browser")]
public sealed class CompareTests(Chromium chromium)
{
    [Fact]
    public async Task Two_runs_are_compared_by_curve_figure_and_puzzle()
    {
        await using var lab = await Dashboard.StartAsync("");
        Write(lab, "run-a", seed: 1, ema: true, "1111110000", "1111111100");
        Write(lab, "run-b", seed: 2, ema: true, "1100000011", "1111100000");
        await using var page = await chromium.OpenAsync(lab.Url + "/compare?runs=run-a,run-b");
        await Assertions.Expect(page.Page.Locator("#finals tbody tr")).ToHaveCountAsync(4);
        await page.DrawnAsync("compare", 100);
        Assert.Equal(2, await page.Page.EvaluateAsync<int>($"() => {ChartScript.Plot("compare")}.data.filter(t => t.x.length > 0 && t.name).length"));
        await Assertions.Expect(page.Page.Locator(".paired-table")).ToContainTextAsync("3 A only");
        await Assertions.Expect(page.Page.Locator("#pair-p")).ToHaveTextAsync("0.25");
        await Assertions.Expect(page.Page.Locator("#differences")).ToContainTextAsync("seed");
        await page.PictureAsync("compare");

        // The address is the state: the same view after a reload, and the pair as chosen.
        await page.Page.SelectOptionAsync("#pair-b", "run-b:50:raw");
        await Assertions.Expect(page.Page.Locator(".paired-table")).ToContainTextAsync("6 A only");
        await page.Page.SelectOptionAsync("#metric", "train/lm_loss");
        await Assertions.Expect(page.Page).ToHaveURLAsync(new Regex("metric=train"));
        await page.Page.ReloadAsync();
        await Assertions.Expect(page.Page.Locator("#pair-b")).ToHaveValueAsync("run-b:50:raw");
        await Assertions.Expect(page.Page.Locator("#metric")).ToHaveValueAsync("train/lm_loss");
        await page.Page.ClickAsync("text=each run's best");
        await Assertions.Expect(page.Page.Locator("#finals .caution").First).ToContainTextAsync("chosen with the answers known");
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Several_metrics_are_drawn_side_by_side_and_a_finished_curve_is_saved()
    {
        await using var lab = await Dashboard.StartAsync("");
        Write(lab, "run-a", seed: 1, ema: true, "1111110000", "1111111100");
        Write(lab, "run-b", seed: 2, ema: true, "1100000011", "1111100000");
        await using var page = await chromium.OpenAsync(lab.Url + "/compare?runs=run-a,run-b&metric=test/all/exact_accuracy,train/lm_loss");
        await page.DrawnAsync("compare", 100);
        await page.Page.WaitForFunctionAsync($"() => ({ChartScript.Plot("compare-2")}?.data ?? []).filter(t => t.x?.length === 100).length === 2", null, new() { Timeout = 60_000 });
        await Assertions.Expect(page.Page.Locator("#groups")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        // The difference of weights, and of each metric the mean over seeds.
        await page.Page.WaitForFunctionAsync("() => { const c = [...document.querySelectorAll('.plain-chart')]; return c.length === 3 && c.every(e => e.data?.some(t => t.x?.length > 0)); }", null, new() { Timeout = 60_000 });
        await page.PictureAsync("compare-metrics");
        var download = await page.Page.RunAndWaitForDownloadAsync(() => page.Page.ClickAsync("button[aria-label='Save EMA − raw over time as CSV']"));
        Assert.Equal("ema-difference.csv", download.SuggestedFilename);
        Assert.StartsWith("Curve,Step,Value,", await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken));
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task An_ablation_has_one_report_that_can_be_taken_out()
    {
        await using var lab = await Dashboard.StartAsync("");
        foreach (var seed in new[] { 1, 2 })
        {
            new RunLabels { Group = "my ablation" }.Write(Write(lab, $"ema-{seed}", seed, ema: true, "1111000000", seed == 1 ? "1111110000" : "1111111000"));
            new RunLabels { Group = "my ablation" }.Write(Write(lab, $"raw-{seed}", seed, ema: false, "1110000000", "1110000000"));
        }

        await using var page = await chromium.OpenAsync(lab.Url + "/ema-report?group=my%20ablation");
        // The report is of what the index held when it was opened; the four runs may come in while it is.
        for (var n = 0; n < 30 && await page.Page.Locator("#ema-pairs tbody tr").CountAsync() < 2; n++)
        {
            await page.GoToAsync(lab.Url + "/ema-report?group=my%20ablation");
            await page.Page.WaitForTimeoutAsync(1000);
        }

        await Assertions.Expect(page.Page.Locator("#measured")).ToContainTextAsync("N = 2");
        await Assertions.Expect(page.Page.Locator("#limits")).ToContainTextAsync("2 runs a side");
        await Assertions.Expect(page.Page.Locator("#ema-pairs tbody tr")).ToHaveCountAsync(2);
        await page.PictureAsync("ema-report");
        var download = await page.Page.RunAndWaitForDownloadAsync(() => page.Page.ClickAsync("#export-md"));
        var text = await File.ReadAllTextAsync(await download.PathAsync());
        Assert.StartsWith("# EMA report: my ablation", text);
        Assert.Contains("2 runs with averaged weights", text);
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task A_wandb_file_lies_in_the_same_chart_as_a_run_of_this_lab()
    {
        await using var lab = await Dashboard.StartAsync("");
        Write(lab, "run-a", seed: 1, ema: true, "1111110000", "1111111100");
        await using var page = await chromium.OpenAsync(lab.Url + "/exchange");
        var rows = Enumerable.Range(1, 40).Select(s => $"{s},{1_700_000_000 + s},{3.0 / s:R},{(s % 20 == 0 ? "0.25" : "")}");
        await ChooseAsync(page, "python", "_step,_timestamp,train/lm_loss,all.exact_accuracy\n" + string.Join('\n', rows));
        await page.Page.ClickAsync("#start-import");
        await Assertions.Expect(page.Page.Locator("#imported")).ToContainTextAsync("2 metrics, 42 points");
        await page.Page.ClickAsync("#imported a:has-text('Compare it')");
        await page.Page.SelectOptionAsync("#add-run", "run-a");
        await Assertions.Expect(page.Page).ToHaveURLAsync(new Regex("run-a"));
        await page.Page.SelectOptionAsync("#metric", "train/lm_loss");
        await page.Page.WaitForFunctionAsync($"() => {{ const d = {ChartScript.Plot("compare")}?.data ?? []; return d.some(t => t.x?.length === 40) && d.some(t => t.x?.at(-1) === 100); }}", null, new() { Timeout = 30_000 });
        await page.PictureAsync("compare-imported");
        Assert.Empty(page.Errors);

        // A damaged file is refused with its line, and makes no run.
        await page.GoToAsync(lab.Url + "/exchange");
        await ChooseAsync(page, "cut", "_step,a\n1,2\n2\n");
        await page.Page.ClickAsync("#start-import");
        await Assertions.Expect(page.Page.Locator("#import-problem")).ToContainTextAsync("cut.csv line 3");
    }

    // Blazor's file input listens one answer after the page is there; a file that is chosen before is not seen.
    private static async Task ChooseAsync(LabPage page, string name, string text)
    {
        for (var n = 0; n < 30 && await page.Page.InputValueAsync("#import-name") != name; n++)
        {
            await page.Page.SetInputFilesAsync("#import-file", new FilePayload { Name = name + ".csv", MimeType = "text/csv", Buffer = System.Text.Encoding.UTF8.GetBytes(text) });
            await page.Page.WaitForTimeoutAsync(1000);
        }
    }

    private static RunDirectory Write(Dashboard lab, string id, int seed, bool ema, string raw, string averaged)
    {
        var run = RunDirectory.At(Path.Combine(lab.Root, "runs", id));
        Directory.CreateDirectory(run.Evaluations);
        File.WriteAllText(run.Config, ConfigJson.Write(new RunConfig { Name = id, Seed = seed, Ema = ema, DataPaths = ["none"] }));
        using var log = RunLogWriter.Append(run.Log);
        log.Write(new RunStarted { Run = id, Process = ProcessIdentity.Current, TotalSteps = 100, Parameters = 42, Device = "cpu" });
        for (var step = 1; step <= 100; step++)
        {
            log.Write(new MetricsLogged { Step = step, Values = new Dictionary<string, double> { ["train/lm_loss"] = 2.0 / step + (seed * 0.1) } });
            if (step % 50 != 0) continue;
            Evaluate(run, log, step, "raw", raw);
            if (ema) Evaluate(run, log, step, "ema", averaged);
        }

        log.Write(new RunFinished { Step = 100, Seconds = 1 });
        return run;
    }

    private static void Evaluate(RunDirectory run, RunLogWriter log, long step, string weights, string solved)
    {
        var file = RunDirectory.EvaluationFile(step, weights);
        using (var stream = File.Create(run.Resolve(file)))
        {
            PuzzleResult.WriteAll(stream, solved.Select((s, i) => new PuzzleResult { Index = i, Exact = s == '1', CellAccuracy = s == '1' ? 1 : 0.5, Steps = 2 }));
        }

        var exact = solved.Count(s => s == '1') / (double)solved.Length;
        log.Write(new Evaluated { Step = step, Weights = weights, Puzzles = solved.Length, File = file, Values = new Dictionary<string, double> { ["all/exact_accuracy"] = exact, ["all/accuracy"] = exact } });
    }
}
