using System.Diagnostics;
using TrmLab.Core.Runs;
using TrmLab.Web.Store;
using TrmLab.Web.Tests.Support;

namespace TrmLab.Web.Tests.Supervision;

/// <summary>With the fake trainer as a real process.</summary>
[Collection("FAKE_TRAINER")]
public sealed class LauncherTests : IDisposable
{
    private readonly TestLab _lab = new();

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("FAKE_TRAINER", null);
        _lab.Dispose();
    }

    [Fact]
    public async Task A_run_starts_in_a_session_of_its_own_and_its_points_arrive()
    {
        Behave("steps=60;rate=0");
        var run = _lab.Launcher.Launch(TestLab.Config(seed: 7));
        await Until(run, RunPhase.Finished);

        Assert.Equal(60, _lab.Points(run.Id)["train/lm_loss"].Count);
        Assert.Contains("fake trainer", File.ReadAllText(run.Output));
        using var db = _lab.Index.Open();
        Assert.Equal((60, 7, 60), (db.Runs.Single().Step, db.Runs.Single().Seed, db.Runs.Single().TotalSteps));
    }

    [Fact]
    public async Task The_trainer_has_no_part_in_this_processs_session_or_pipes()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "reads /proc");
        Behave("steps=1000;rate=50");
        var run = _lab.Launcher.Launch(TestLab.Config());
        await UntilTrue(() => Heartbeat.Read(run) is not null, () => "a heartbeat");
        var pid = Heartbeat.Read(run)!.Process.Pid;

        Assert.Equal(pid, SessionOf(pid));
        Assert.Equal("/dev/null", File.ResolveLinkTarget($"/proc/{pid}/fd/0", false)!.FullName);
        Assert.Equal(run.Output, File.ResolveLinkTarget($"/proc/{pid}/fd/1", false)!.FullName);
        Assert.Equal(run.Output, File.ResolveLinkTarget($"/proc/{pid}/fd/2", false)!.FullName);
        RunCommands.Send(run, RunCommandKind.Stop);
        await Until(run, RunPhase.Stopped);
    }

    [Fact]
    public async Task Stop_saves_and_resume_goes_on_without_gap_or_double()
    {
        // Without an end of its own: how late it is stopped is the machine's affair.
        Behave("steps=1000000;rate=40;evaluate=1000000");
        var run = _lab.Launcher.Launch(TestLab.Config());
        await UntilStep(run, 15);
        RunCommands.Send(run, RunCommandKind.Stop);
        await Until(run, RunPhase.Stopped);

        var steps = (int)_lab.Points(run.Id)["train/lm_loss"][^1].Step + 20;
        Behave($"steps={steps};rate=0;evaluate=1000000");
        _lab.Launcher.Resume(run);
        await Until(run, RunPhase.Finished);
        Assert.Equal(Enumerable.Range(1, steps).Select(s => (long)s), _lab.Points(run.Id)["train/lm_loss"].Select(p => p.Step));
    }

    [Fact]
    public async Task A_killed_trainer_is_lost_and_can_be_resumed()
    {
        Behave("steps=200;rate=0;evaluate=20;crash=50");
        var run = _lab.Launcher.Launch(TestLab.Config());
        await Until(run, RunPhase.Lost);

        Behave("steps=200;rate=0;evaluate=20");
        _lab.Launcher.Resume(run);
        await Until(run, RunPhase.Finished);
        Assert.Equal(Enumerable.Range(1, 200).Select(s => (long)s), _lab.Points(run.Id)["train/lm_loss"].Select(p => p.Step));
    }

    [Fact]
    public async Task A_trainer_that_ends_before_it_took_the_run_leaves_its_last_words()
    {
        Behave("refuse=data_paths: there is no data set at nowhere");
        var run = _lab.Launcher.Launch(TestLab.Config());
        await Until(run, RunPhase.Failed);
        Assert.Contains("code 2", _lab.States.Of(run.Id).State.Reason);
        Assert.Contains("there is no data set at nowhere", _lab.States.Of(run.Id).State.Reason);
    }

    [Fact]
    public void A_missing_trainer_is_the_runs_reason()
    {
        using var lab = new TestLab(trainer: "/nowhere/trmlab");
        var run = lab.Launcher.Launch(TestLab.Config());
        Assert.Equal(RunPhase.Failed, lab.States.Of(run.Id).State.Phase);
        Assert.Contains("/nowhere/trmlab", lab.States.Of(run.Id).State.Reason);
    }

    [Fact]
    public void A_run_that_is_held_is_not_resumed()
    {
        var run = _lab.Make();
        using var hold = RunLock.Take(run);
        Assert.Throws<Core.InputException>(() => _lab.Launcher.Resume(run));
    }

    private static void Behave(string how) => Environment.SetEnvironmentVariable("FAKE_TRAINER", how);

    private static int SessionOf(int pid)
    {
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[3]);
    }

    private Task Until(RunDirectory run, RunPhase phase) => UntilTrue(() =>
    {
        _lab.CatchUp();
        _lab.States.Look(run, DateTimeOffset.UtcNow);
        return _lab.States.Of(run.Id).State.Phase == phase;
    }, () => $"{phase}, not {_lab.States.Of(run.Id).State}");

    private Task UntilStep(RunDirectory run, long step) => UntilTrue(() =>
    {
        _lab.CatchUp();
        using var db = _lab.Index.Open();
        return db.Runs.Single(r => r.Run == run.Id) is RunRow row && row.Step >= step;
    }, () => $"step {step}");

    private static async Task UntilTrue(Func<bool> condition, Func<string> what)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), "expected " + what());
            await Task.Delay(50);
        }
    }
}
