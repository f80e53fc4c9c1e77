using System.Diagnostics;
using TrmLab.Core.Runs;
using TrmLab.Web.Queue;
using TrmLab.Web.Tests.Support;

namespace TrmLab.Web.Tests.Queue;

/// <summary>Lanes fed with real processes of the fake trainer.</summary>
[Collection("FAKE_TRAINER")]
public sealed class QueueFeederTests : IDisposable
{
    private readonly TestLab _lab = new();

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("FAKE_TRAINER", null);
        foreach (var run in _lab.Folder.All().Where(RunLock.IsHeld)) RunCommands.Send(run, RunCommandKind.Stop);
        Until(() => !_lab.Folder.All().Any(RunLock.IsHeld), "the end of all trainers").Wait();
        _lab.Dispose();
    }

    [Fact]
    public async Task Runs_follow_each_other_in_order_one_at_a_time_whatever_became_of_the_one_before()
    {
        Behave("steps=40;rate=0;fail=20");
        Add("fails", "next", "last");
        Feed();
        Assert.Equal(["next", "last"], Waiting);
        Behave("steps=40;rate=0");
        await Fed(0);
        await Until(() => Phases is [RunPhase.Failed, RunPhase.Finished, RunPhase.Finished], "all ended");
        Assert.Equal(["fails", "next", "last"], Runs.Select(r => Core.Configuration.ConfigJson.ReadFile(r.Config).Name));
        Assert.Equal("cpu", LaunchRecord.Read(Runs[0])!.Lane);
        var (first, second) = (Log(Runs[0]), Log(Runs[1]));
        Assert.True(second.OfType<RunStarted>().Single().Time >= first[^1].Time, "the second began before the first had ended");
    }

    [Fact]
    public async Task A_lane_that_is_taken_waits_and_a_paused_run_still_has_it()
    {
        Behave("steps=100000;rate=50");
        Add("first", "second");
        Feed();
        await Until(() => Phases is [RunPhase.Running], "running");
        RunCommands.Send(Runs[0], RunCommandKind.Pause);
        await Until(() => Phases is [RunPhase.Paused], "paused");
        Feed();
        Assert.Equal(["second"], Waiting);
        RunCommands.Send(Runs[0], RunCommandKind.Stop);
        await Fed(0);
        await Until(() => Phases is [RunPhase.Stopped, RunPhase.Running], "the second runs");
    }

    [Fact]
    public async Task What_cannot_be_started_is_held_with_its_reason_and_the_next_one_goes()
    {
        Behave("steps=20;rate=0");
        _lab.Queue.Add(_lab.Cpu, [new QueueEntry { Config = TestLab.Config("no data") }]);
        Add("good");
        await Fed(1);
        var refused = Assert.Single(_lab.Queue.Of("cpu").Entries);
        Assert.True(refused.Held);
        Assert.Contains("there is no data set at", refused.Problem);
        await Until(() => Phases is [RunPhase.Finished], "the good one ended");
    }

    [Fact]
    public async Task Trainers_that_do_not_start_hold_the_queue_before_it_is_used_up()
    {
        Behave("refuse=libtorch cannot be loaded");
        Add("a", "b", "c", "d", "e");
        await Until(() =>
        {
            Feed();
            return _lab.Queue.Of("cpu").Held;
        }, "a held queue");
        Assert.Equal(["d", "e"], Waiting);
        Assert.Contains("libtorch cannot be loaded", _lab.Queue.Of("cpu").Problem);
        Behave("steps=20;rate=0");
        _lab.Queue.HoldLane(_lab.Cpu, false);
        await Fed(0);
    }

    [Fact]
    public async Task A_stopped_run_goes_on_from_the_queue()
    {
        Behave("steps=1000000;rate=30;evaluate=10");
        Add("only");
        Feed();
        await Until(() => Phases is [RunPhase.Running] && Log(Runs[0]).OfType<CheckpointSaved>().Any(), "a checkpoint");
        RunCommands.Send(Runs[0], RunCommandKind.Stop);
        await Until(() => Phases is [RunPhase.Stopped], "stopped");
        var steps = (int)Log(Runs[0]).OfType<MetricsLogged>().Last().Step + 20;
        Behave($"steps={steps};rate=0;evaluate=10");
        _lab.Queue.AddResume(_lab.Cpu, Runs[0]);
        await Fed(0);
        await Until(() => Phases is [RunPhase.Finished], "finished");
        Assert.Equal(Enumerable.Range(1, steps).Select(s => (long)s), _lab.Points(Runs[0].Id)["train/lm_loss"].Select(p => p.Step));
    }

    [Theory]
    [InlineData("begun")]
    [InlineData("directory")]
    [InlineData("configured")]
    [InlineData("ticket offered")]
    [InlineData("recorded")]
    [InlineData("process started")]
    [InlineData("trainer ended")]
    public async Task A_kill_at_any_point_of_a_start_neither_loses_nor_doubles_it(string point)
    {
        Behave("steps=30;rate=0");
        Add("only");
        // The state on the disk as the dashboard leaves it when it is killed at that point.
        var entry = _lab.Queue.Begin("cpu")!;
        var run = _lab.Folder.Of(entry.Run!);
        if (point != "begun") Directory.CreateDirectory(run.Root);
        if (point is not ("begun" or "directory")) File.WriteAllText(run.Config, Core.Configuration.ConfigJson.Write(entry.Config!));
        if (point is "ticket offered" or "recorded") StartTicket.Offer(run, run.Id);
        if (point is "recorded") new LaunchRecord { Lane = "cpu" }.Write(run);
        if (point is "process started" or "trainer ended") _lab.Starter.Start(entry, _lab.Cpu);
        if (point is "trainer ended") await Until(() => Phases is [RunPhase.Finished], "finished");

        using var restarted = new TestLab(_lab.Data.Root);
        for (var round = 0; round < 3; round++) restarted.FeedLanes();
        Assert.Empty(restarted.Queue.Of("cpu").Entries);
        await Until(() => Phases is [RunPhase.Finished], "finished");
        restarted.FeedLanes();
        Assert.Equal(run.Id, Assert.Single(Runs).Id);
        Assert.Single(Log(run).OfType<RunStarted>());
        Assert.Equal(30, Log(run).OfType<MetricsLogged>().Count());
    }

    [Fact]
    public async Task Two_starts_of_one_wish_at_the_same_time_make_one_trainer()
    {
        Behave("steps=30;rate=0");
        Add("only");
        var entry = _lab.Queue.Begin("cpu")!;
        using var other = new TestLab(_lab.Data.Root);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => (i % 2 == 0 ? _lab : other).Starter.Start(entry, _lab.Cpu))));
        await Until(() => Phases is [RunPhase.Finished], "finished");
        Assert.Single(Log(Runs[0]).OfType<RunStarted>());
    }

    // In the order of their starts: ids of one second are ordered by chance.
    private IReadOnlyList<RunDirectory> Runs => [.. _lab.Folder.All().OrderBy(r => LaunchRecord.Read(r)?.Time ?? 0)];

    private RunPhase[] Phases
    {
        get
        {
            _lab.CatchUp();
            _lab.States.Look(DateTimeOffset.UtcNow);
            return [.. Runs.Select(r => _lab.States.Of(r.Id).State.Phase)];
        }
    }

    private string[] Waiting => [.. _lab.Queue.Of("cpu").Entries.Select(e => e.Name)];

    private static void Behave(string how) => Environment.SetEnvironmentVariable("FAKE_TRAINER", how);

    private static RunEvent[] Log(RunDirectory run) => [.. RunLogReader.Read(run.Log).Select(l => l.Event!)];

    private void Feed() => _lab.FeedLanes();

    private void Add(params string[] names) => _lab.Queue.Add(_lab.Cpu, [.. names.Select(n => new QueueEntry { Config = TestLab.Trainable(n) })]);

    private Task Fed(int left) => Until(() =>
    {
        Feed();
        return _lab.Queue.Of("cpu").Entries.Count == left;
    }, $"a queue of {left}");

    private static async Task Until(Func<bool> condition, string what)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(120), "expected " + what);
            await Task.Delay(50);
        }
    }
}
