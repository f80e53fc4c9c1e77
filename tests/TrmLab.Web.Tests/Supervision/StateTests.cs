using TrmLab.Core.Runs;
using TrmLab.Web.Tests.Support;
using static TrmLab.Web.Tests.Support.Events;

namespace TrmLab.Web.Tests.Supervision;

public sealed class StateTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(Day + 3_600_000);

    private readonly TestLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void A_held_run_that_reported_is_running()
    {
        var run = Run(Started(), Metrics(1));
        using var hold = RunLock.Take(run);
        Assert.Equal(RunPhase.Running, Look().Phase);
    }

    [Fact]
    public void A_run_that_nobody_holds_and_that_did_not_end_is_lost_with_its_last_words()
    {
        var run = Run(Started(), Metrics(1));
        File.WriteAllText(run.Output, "step 1\nUnhandled exception: out of memory\n\n");
        var state = Look();
        Assert.Equal(RunPhase.Lost, state.Phase);
        Assert.Contains("out of memory", state.Reason);
    }

    [Fact]
    public void The_death_of_the_holder_is_seen_at_the_next_look()
    {
        var run = Run(Started());
        var hold = RunLock.Take(run);
        Assert.Equal(RunPhase.Running, Look().Phase);
        hold.Dispose();
        Assert.Equal(RunPhase.Lost, Look().Phase);
    }

    [Fact]
    public void A_last_event_that_was_not_read_yet_counts_all_the_same()
    {
        var run = Run(Started());
        using (RunLock.Take(run)) Look();
        TestLab.Write(run, Finished(10));
        Assert.Equal(RunPhase.Finished, Look().Phase);
    }

    [Theory]
    [InlineData("failed", RunPhase.Failed, "loss is NaN")]
    [InlineData("stopped", RunPhase.Stopped, "on request")]
    public void An_ended_run_says_why(string how, RunPhase phase, string reason)
    {
        Run(Started(), how == "failed" ? new RunFailed { Time = Day, Reason = reason } : new RunStopped { Time = Day, Reason = reason });
        Assert.Equal(new RunState(phase, reason), Look());
    }

    [Fact]
    public void A_launched_run_is_starting_and_not_lost()
    {
        var run = _lab.Make();
        new LaunchRecord { Time = Now.ToUnixTimeMilliseconds() - 5000 }.Write(run);
        Assert.Equal(RunPhase.Starting, Look().Phase);
    }

    [Fact]
    public void A_launch_that_failed_after_the_run_had_stopped_is_the_newer_word()
    {
        var run = Run(Started(), new RunStopped { Time = Day, Reason = "on request" });
        new LaunchRecord { Time = Day + 1000, Resume = true, Error = "no such checkpoint" }.Write(run);
        Assert.Equal(new RunState(RunPhase.Failed, "no such checkpoint"), Look());
    }

    [Fact]
    public void A_change_is_told_once()
    {
        var run = Run(Started());
        using var follower = _lab.Feed.Follow(run.Id);
        _lab.Feed.Changed(run.Id);
        using var hold = RunLock.Take(run);
        Look();
        Assert.True(follower.WaitAsync(CancellationToken.None).IsCompletedSuccessfully);
        Look();
        Look();
        Assert.False(follower.WaitAsync(new CancellationTokenSource(50).Token).IsCompleted);
    }

    [Theory]
    [InlineData(5, RunPhase.Running)]
    [InlineData(45, RunPhase.Lost)]
    public void Where_locks_lie_the_heartbeat_decides(int age, RunPhase expected)
    {
        using var lab = new TestLab(locksAreTrue: false);
        var run = lab.Make();
        TestLab.Write(run, Started());
        new Heartbeat { Time = Now.ToUnixTimeMilliseconds() - age * 1000, Activity = "training" }.Write(run);
        lab.CatchUp();
        lab.States.Look(Now);
        Assert.Equal(expected, lab.States.Of(run.Id).State.Phase);
    }

    private RunDirectory Run(params RunEvent[] events)
    {
        var run = _lab.Make();
        TestLab.Write(run, events);
        _lab.CatchUp();
        return run;
    }

    private RunState Look()
    {
        _lab.Ingest.Discover();
        _lab.States.Look(_lab.Folder.Of("run-1"), Now);
        return _lab.States.Of("run-1").State;
    }
}
