using System.Diagnostics;
using TrmLab.Core.Runs;
using TrmLab.Web.Supervision;
using TrmLab.Web.Tests.Support;
using static TrmLab.Web.Tests.Support.Events;

namespace TrmLab.Web.Tests.Live;

/// <summary>The example of docs/hub.md, as it is printed there.</summary>
public sealed class PythonExampleTests
{
    private static readonly string? Python = new[] { "/usr/bin/python3", "/usr/local/bin/python3" }.FirstOrDefault(File.Exists);

    [Fact]
    public async Task It_prints_the_points_of_a_run()
    {
        Assert.SkipWhen(Python is null, "python3 is not installed");
        await using var server = await LabServer.StartAsync();
        var run = server.Get<RunFolder>().Of("run-1");
        Directory.CreateDirectory(run.Root);
        File.WriteAllText(run.Config, Core.Configuration.ConfigJson.Write(TestLab.Config()));
        TestLab.Write(run, Started(), Metrics(1, ("train/lm_loss", 1.5)), Metrics(2, ("train/lm_loss", double.NaN)), Finished(2));
        SpinWait.SpinUntil(() => server.Get<RunStates>().Of("run-1").State.Phase == RunPhase.Finished, TimeSpan.FromSeconds(30));

        var start = new ProcessStartInfo(Python, [Path.Combine(Checkout.Root, "docs", "examples", "stream_points.py"), server.Url, "run-1"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var python = Process.Start(start)!;
        var output = python.StandardOutput.ReadToEndAsync();
        var errors = await python.StandardError.ReadToEndAsync();
        await python.WaitForExitAsync();
        Assert.Equal("", errors);
        Assert.Equal("train/lm_loss\t1\t1.5\ntrain/lm_loss\t2\tnan\n", await output);
    }
}
