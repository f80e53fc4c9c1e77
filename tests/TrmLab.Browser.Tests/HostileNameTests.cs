using TrmLab.Browser.Tests.Support;
using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;

namespace TrmLab.Browser.Tests;

/// <summary>Names and texts of a run that came from elsewhere are texts, in pages and in charts.</summary>
[Collection("browser")]
public sealed class HostileNameTests(Chromium chromium)
{
    private const string Name = "<img src=x onerror='window.owned=1'><b>bold</b>";

    [Fact]
    public async Task Markup_in_a_run_is_shown_and_not_obeyed()
    {
        await using var lab = await Dashboard.StartAsync("");
        foreach (var id in new[] { "run-1", "run-2" })
        {
            var run = RunDirectory.At(Path.Combine(lab.Root, "runs", id));
            Directory.CreateDirectory(run.Root);
            File.WriteAllText(run.Config, ConfigJson.Write(new RunConfig { Name = Name, DataPaths = [Name] }));
            using var log = RunLogWriter.Append(run.Log);
            log.Write(new RunStarted { Run = id, Process = ProcessIdentity.Current, TotalSteps = 10, Device = Name, Environment = new Dictionary<string, string> { [Name] = Name } });
            for (var step = 1; step <= 10; step++) log.Write(new MetricsLogged { Step = step, Values = new Dictionary<string, double> { ["train/lm_loss"] = 1.0 / step, ["train/" + Name] = step } });
            foreach (var weights in new[] { "raw", "ema" }) log.Write(new Evaluated { Step = 10, Weights = weights, Values = new Dictionary<string, double> { ["all/exact_accuracy"] = 0.5 }, Puzzles = 4 });
            log.Write(new Notice { Text = Name });
            log.Write(new RunFailed { Step = 10, Reason = Name });
        }

        await using var page = await chromium.OpenAsync(lab.Url + "/runs");
        foreach (var path in Paths)
        {
            await page.GoToAsync(lab.Url + path);
            await page.Page.WaitForTimeoutAsync(1500);
            Assert.Equal(0, await page.Page.Locator("img[src=x]").CountAsync());
            Assert.False(await page.Page.EvaluateAsync<bool>("() => 'owned' in window"), path);
            Assert.Equal(0, await page.Page.Locator("b:text-is('bold')").CountAsync());
            // Plotly has markup of its own in texts: what it made bold came from the name.
            Assert.Equal(0, await page.Page.Locator("svg tspan:text-is('bold')").CountAsync());
        }

        Assert.Empty(page.Errors);
    }

    private static IEnumerable<string> Paths => ["/runs", "/runs/run-1", "/compare?runs=run-1,run-2", "/ema-report?runs=run-1,run-2", "/results", "/checkpoints", "/explorer", "/datasets"];
}
