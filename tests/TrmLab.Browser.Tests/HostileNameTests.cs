using TrmLab.Browser.Tests.Support;
using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;

namespace TrmLab.Browser.Tests;

/// <summary>Names and texts of a run that came from elsewhere are texts, in pages and in charts.</summary>
[Collection("browser")]
public sealed class HostileNameTests(Chromium chromium)
{
    private const string Name = "<img src=x onerror='window.owned=1'><b>bold</b><a href='javascript:window.owned=1'>link</a>";

    // Points at the first point of each curve and at every mark, and reads what then stands beside it, and the legends.
    private const string TextsOfCharts = """
        async () => {
          const texts = [];
          for (const el of document.querySelectorAll('.js-plotly-plot')) {
            texts.push(...[...el.querySelectorAll('.legendtext')].map(t => t.textContent));
            for (const [i, t] of (el.data ?? []).entries()) {
              for (let n = 0; n < Math.min(t.hoverinfo === 'skip' ? 0 : t.x?.length ?? 0, t.yaxis === 'y2' ? 3 : 1); n++) {
                // Plotly leaves out what comes within a twentieth of a second.
                await new Promise(done => setTimeout(done, 80));
                window.Plotly.Fx.hover(el, [{ curveNumber: i, pointNumber: n }], t.yaxis === 'y2' ? 'xy2' : 'xy');
                texts.push(el.querySelector('.hoverlayer').textContent);
              }
            }
          }
          return texts;
        }
        """;

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
            log.Write(new CheckpointSaved { Step = 5, Path = Name, Kind = Name });
            log.Write(new Notice { Text = Name });
            log.Write(new RunFailed { Step = 10, Reason = Name });
        }

        await using var page = await chromium.OpenAsync(lab.Url + "/runs");
        foreach (var (path, shown) in Paths)
        {
            await page.GoToAsync(lab.Url + path);
            await page.Page.WaitForTimeoutAsync(1500);
            // What is not there cannot be obeyed: names are shown, letter by letter, in legends and at the pointer.
            string[] texts = [];
            for (var n = 0; n < 60 && (texts = await page.Page.EvaluateAsync<string[]>(TextsOfCharts)).Count(t => t.Contains(Name, StringComparison.Ordinal)) < shown; n++) await page.Page.WaitForTimeoutAsync(500);
            Assert.True(texts.Count(t => t.Contains(Name, StringComparison.Ordinal)) >= shown, path + '\n' + string.Join('\n', texts));
            Assert.Equal(0, await page.Page.Locator("img[src=x]").CountAsync());
            Assert.False(await page.Page.EvaluateAsync<bool>("() => 'owned' in window"), path);
            Assert.Equal(0, await page.Page.Locator("b:text-is('bold')").CountAsync());
            // Plotly has markup of its own in texts: what it made bold came from the name.
            Assert.Equal(0, await page.Page.Locator("svg tspan:text-is('bold'), svg a").CountAsync());
            Assert.Equal(0, await page.Page.Locator("a:text-is('link')").CountAsync());
        }

        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Markup_in_an_address_is_shown_and_not_obeyed()
    {
        await using var lab = await Dashboard.StartAsync("");
        foreach (var id in new[] { "run-1", "run-2" })
        {
            var run = RunDirectory.At(Directory.CreateDirectory(Path.Combine(lab.Root, "runs", id)).FullName);
            File.WriteAllText(run.Config, ConfigJson.Write(new RunConfig { Name = id, DataPaths = ["none"] }));
            using var log = RunLogWriter.Append(run.Log);
            log.Write(new RunStarted { Run = id, Process = ProcessIdentity.Current, TotalSteps = 10 });
            log.Write(new MetricsLogged { Step = 1, Values = new Dictionary<string, double> { ["train/lm_loss"] = 1 } });
        }

        var word = Uri.EscapeDataString(Name);
        await using var page = await chromium.OpenAsync(lab.Url + "/runs");
        foreach (var path in new[] { "/runs?q=", "/runs?tag=", "/runs?group=", "/runs/", "/compare?runs=run-1,run-2,", "/compare?runs=run-1,run-2&metric=", "/explorer?a=", "/explorer?p=", "/new?from=", "/new?set=run_name%3D", "/new?preset=", "/datasets/samples/", "/ema-report?group=", "/checkpoints?q=" })
        {
            await page.GoToAsync(lab.Url + path + word);
            // Drawn over the page's connection, and once more when its data are there.
            await page.Page.Locator("h1").First.WaitForAsync();
            await page.Page.WaitForTimeoutAsync(1000);
            if (path == "/runs?q=") Assert.Equal(Name, await page.Page.Locator(".filter").First.InputValueAsync());
            if (path == "/new?set=run_name%3D") Assert.Equal(Name, await page.Page.Locator("#field-run_name").InputValueAsync());
            Assert.Equal(0, await page.Page.Locator("img[src=x]").CountAsync());
            Assert.Equal(0, await page.Page.Locator("b:text-is('bold'), a:text-is('link')").CountAsync());
            Assert.False(await page.Page.EvaluateAsync<bool>("() => 'owned' in window"), path);
        }
    }

    // And in how many texts of its charts the name has to be: of a checkpoint; of two runs, in legends and at their curves.
    private static IEnumerable<(string Path, int Shown)> Paths =>
        [("/runs", 0), ("/runs/run-1", 1), ("/compare?runs=run-1,run-2", 4), ("/ema-report?runs=run-1,run-2", 0), ("/results", 0), ("/checkpoints", 0), ("/explorer", 0), ("/datasets", 0)];
}
