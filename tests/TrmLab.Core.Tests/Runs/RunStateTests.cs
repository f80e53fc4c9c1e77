using TrmLab.Core.Runs;

namespace TrmLab.Core.Tests.Runs;

public sealed class RunStateTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1_000_000_000);

    private static readonly RunStarted Started = new() { Run = "r", Process = new ProcessIdentity(), Time = Before(60) };

    private static long Before(int seconds) => Now.ToUnixTimeMilliseconds() - (seconds * 1000L);

    private static RunState Derive(RunEvent? last, bool held = false, LaunchRecord? launch = null, string output = "") =>
        RunState.Derive(last, held, new Heartbeat { Time = Before(3), Step = 7 }, launch, Now, () => output);

    [Fact]
    public void A_held_lock_means_running_with_the_last_sign_of_life()
    {
        Assert.Equal(new RunState(RunPhase.Running, "last heard 3 s ago"), Derive(Started, held: true));
        Assert.Equal(RunPhase.Paused, Derive(new RunPaused(), held: true).Phase);
        Assert.Equal(RunPhase.Running, Derive(new RunContinued(), held: true).Phase);
    }

    [Fact]
    public void A_dropped_lock_without_a_last_word_means_lost_with_the_reason()
    {
        var state = Derive(Started, output: "Killed");
        Assert.Equal(RunPhase.Lost, state.Phase);
        Assert.Contains("step 7", state.Reason);
        Assert.EndsWith(": Killed", state.Reason);
    }

    [Fact]
    public void A_last_word_is_believed()
    {
        Assert.Equal(RunPhase.Finished, Derive(new RunFinished { Time = Before(1) }).Phase);
        Assert.Equal(new RunState(RunPhase.Stopped, "asked to"), Derive(new RunStopped { Reason = "asked to", Time = Before(1) }));
        Assert.Equal(new RunState(RunPhase.Failed, "out of memory"), Derive(new RunFailed { Reason = "out of memory", Time = Before(1) }));
    }

    [Fact]
    public void A_launch_is_starting_for_a_while_and_lost_after_that()
    {
        Assert.Equal(RunPhase.Starting, Derive(null, launch: new LaunchRecord { Time = Before(10) }).Phase);
        Assert.Equal(RunPhase.Lost, Derive(null, launch: new LaunchRecord { Time = Before(100) }).Phase);
        Assert.Equal(RunPhase.Failed, Derive(null, launch: new LaunchRecord { Time = Before(1), Error = "no trainer" }).Phase);
        Assert.Equal(RunPhase.Prepared, Derive(null).Phase);
    }

    [Fact]
    public void A_clock_that_was_set_back_after_the_launch_changes_nothing()
    {
        using var directory = new TemporaryDirectory();
        var run = RunDirectory.At(directory.Root);
        new LaunchRecord { Time = Before(-3600) }.Before(run).Write(run);
        Assert.Equal(RunPhase.Lost, Derive(null, launch: LaunchRecord.Read(run)).Phase);
        File.WriteAllText(run.Log, "an event");
        Assert.Equal(RunPhase.Finished, Derive(new RunFinished { Time = Before(1) }, launch: LaunchRecord.Read(run)).Phase);
        Assert.Equal(RunPhase.Lost, Derive(Started, launch: LaunchRecord.Read(run)).Phase);
        new LaunchRecord { Time = Before(5), Resume = true }.Before(run).Write(run);
        Assert.Equal(RunPhase.Starting, Derive(new RunFinished { Time = Before(-7200) }, launch: LaunchRecord.Read(run)).Phase);
    }

    [Fact]
    public void A_resumed_run_is_starting_again_whatever_it_said_last()
    {
        var stopped = new RunStopped { Time = Before(50) };
        Assert.Equal(RunPhase.Starting, Derive(stopped, launch: new LaunchRecord { Time = Before(5), Resume = true }).Phase);
        Assert.Equal(RunPhase.Starting, Derive(stopped, held: true, launch: new LaunchRecord { Time = Before(5), Resume = true }).Phase);
        Assert.Equal(RunPhase.Stopped, Derive(stopped, launch: new LaunchRecord { Time = Before(500) }).Phase);
    }
}
