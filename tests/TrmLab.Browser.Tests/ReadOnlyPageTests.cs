using TrmLab.Browser.Tests.Support;
using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;

namespace TrmLab.Browser.Tests;

/// <summary>A lab that is shared to be looked at, in a browser.</summary>
[Collection("browser")]
public sealed class ReadOnlyPageTests(Chromium chromium)
{
    private const string Token = "0123456789abcdef0123";
    private const string View = "view-456789abcdef0123";

    [Fact]
    public async Task A_viewer_sees_runs_and_no_action_and_whoever_has_the_token_sees_both()
    {
        await using var lab = await Dashboard.StartAsync(new DashboardSettings { Fake = "", Options = ["--Lab:Token=" + Token, "--Lab:ViewToken=" + View] });
        using var run = new SharedRun(lab);
        await using (var viewer = await chromium.OpenAsync(lab.Url + "/?token=" + View)) await LooksOnlyAsync(viewer, lab);

        await using var owner = await chromium.OpenAsync(lab.Url + "/?token=" + Token);
        await owner.GoToAsync(lab.Url + "/runs/run-1");
        await owner.Page.Locator("#stop").WaitForAsync();
        Assert.Equal(0, await owner.Page.Locator("#read-only").CountAsync());
    }

    [Fact]
    public async Task In_a_lab_that_is_read_only_everybody_is_a_viewer()
    {
        await using var lab = await Dashboard.StartAsync(new DashboardSettings { Fake = "", Options = ["--Lab:ReadOnly=true"] });
        using var run = new SharedRun(lab);
        await using var visitor = await chromium.OpenAsync(lab.Url);
        await LooksOnlyAsync(visitor, lab);
    }

    private static async Task LooksOnlyAsync(LabPage viewer, Dashboard lab)
    {
        await viewer.GoToAsync(lab.Url + "/runs/run-1");
        await viewer.Page.Locator("#read-only").WaitForAsync();
        await viewer.Page.Locator("h1", new() { HasText = "shared" }).First.WaitForAsync();
        Assert.Equal(0, await viewer.Page.Locator("#stop, #pause, #save, #clone").CountAsync());
        // Reached within the page, over the connection that stands: no request is made that could be refused.
        await viewer.Page.ClickAsync("a[href='new']");
        await viewer.Page.Locator("h1", new() { HasText = "Shared read-only" }).WaitForAsync();
        Assert.Empty(viewer.Errors);
    }

    // One that trains, so that there would be something to stop.
    private sealed class SharedRun : IDisposable
    {
        private readonly RunLock _hold;
        private readonly RunLogWriter _log;

        public SharedRun(Dashboard lab)
        {
            var run = RunDirectory.At(Path.Combine(lab.Root, "runs", "run-1"));
            Directory.CreateDirectory(run.Root);
            File.WriteAllText(run.Config, ConfigJson.Write(new RunConfig { Name = "shared", DataPaths = ["none"] }));
            _hold = RunLock.Take(run);
            _log = RunLogWriter.Append(run.Log);
            _log.Write(new RunStarted { Run = run.Id, Process = ProcessIdentity.Current, TotalSteps = 10 });
            _log.Write(new MetricsLogged { Step = 1, Values = new Dictionary<string, double> { ["train/lm_loss"] = 1 } });
        }

        public void Dispose()
        {
            _log.Dispose();
            _hold.Dispose();
        }
    }
}
