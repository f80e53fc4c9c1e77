using TrmLab.Core;
using TrmLab.Core.Runs;
using TrmLab.Web.Queue;
using TrmLab.Web.Tests.Support;

namespace TrmLab.Web.Tests.Queue;

/// <summary>The queue as files and as what pages change.</summary>
public sealed class LaunchQueueTests : IDisposable
{
    private readonly TestLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void What_was_queued_is_there_after_a_restart_in_its_order()
    {
        Add("a", "b", "c");
        _lab.Queue.Hold(Id("b"), true);
        _lab.Queue.Move(Id("c"), _lab.Cpu, 0);
        _lab.Queue.HoldLane(_lab.Cpu, true);

        var again = _lab.NewQueue().Of("cpu");
        Assert.Equal(["c", "a", "b"], again.Entries.Select(e => e.Name));
        Assert.Equal([false, false, true], again.Entries.Select(e => e.Held));
        Assert.True(again.Held);
        Assert.Equal(3, again.Entries[0].Config!.Seed);
        Assert.Equal("group", again.Entries[0].Labels.Group);
    }

    [Fact]
    public void Entries_move_up_and_down_and_not_before_one_that_is_starting()
    {
        Add("a", "b", "c", "d");
        _lab.Queue.Move(Id("d"), _lab.Cpu, 1);
        Assert.Equal(["a", "d", "b", "c"], Names);
        _lab.Queue.Move(Id("a"), _lab.Cpu, 99);
        Assert.Equal(["d", "b", "c", "a"], Names);
        _lab.Queue.Begin("cpu");
        _lab.Queue.Move(Id("a"), _lab.Cpu, 0);
        Assert.Equal(["d", "a", "b", "c"], Names);
        _lab.Queue.Move(Id("d"), _lab.Cpu, 3);
        Assert.False(_lab.Queue.Remove(Id("d")));
        Assert.Equal("d", Names[0]);
    }

    [Fact]
    public void A_held_entry_is_passed_over_and_a_held_queue_starts_nothing()
    {
        Add("a", "b");
        _lab.Queue.Hold(Id("a"), true);
        Assert.Equal("b", _lab.Queue.Of("cpu").Next!.Name);
        _lab.Queue.HoldLane(_lab.Cpu, true);
        Assert.Null(_lab.Queue.Of("cpu").Next);
        Assert.Null(_lab.Queue.Begin("cpu"));
    }

    [Fact]
    public void What_is_asked_of_a_cluster_is_kept_unless_it_is_edited_too()
    {
        _lab.Queue.Add(_lab.Cpu, [new QueueEntry { Config = TestLab.Config("a"), Request = new LaneRequest { Gpus = 2 } }]);
        _lab.Queue.Edit(Id("a"), TestLab.Config("a", seed: 7));
        Assert.Equal(new LaneRequest { Gpus = 2 }, _lab.NewQueue().Of("cpu").Entries[0].Request);
        _lab.Queue.Edit(Id("a"), TestLab.Config("a"), new LaneRequest { Account = "lab" });
        Assert.Equal(new LaneRequest { Account = "lab" }, _lab.NewQueue().Of("cpu").Entries[0].Request);
    }

    [Fact]
    public void A_removed_entry_comes_back_at_its_place_once()
    {
        Add("a", "b", "c");
        var entry = _lab.Queue.Of("cpu").Entries[1];
        _lab.Queue.Remove(entry.Id);
        _lab.Queue.Restore("cpu", entry, 1);
        _lab.Queue.Restore("cpu", entry, 1);
        Assert.Equal(["a", "b", "c"], Names);
        Assert.Equal(entry.Id, _lab.NewQueue().Of("cpu").Entries[1].Id);
    }

    [Fact]
    public void A_run_that_was_queued_again_meanwhile_is_not_restored_twice()
    {
        var run = _lab.Make();
        _lab.Queue.AddResume(_lab.Cpu, run);
        var entry = _lab.Queue.Of("cpu").Entries[0];
        _lab.Queue.Remove(entry.Id);
        _lab.Queue.AddResume(_lab.Cpu, run);
        Assert.Contains("already", Assert.Throws<InputException>(() => _lab.Queue.Restore("cpu", entry, 0)).Message);
    }

    [Fact]
    public void An_entry_can_be_edited_and_removed_while_it_waits()
    {
        Add("a", "b");
        var id = Id("a");
        _lab.Queue.Edit(id, TestLab.Config("edited", seed: 99));
        Assert.Equal(99, _lab.NewQueue().Of("cpu").Entries[0].Config!.Seed);
        Assert.True(_lab.Queue.Remove(id));
        Assert.Throws<InputException>(() => _lab.Queue.Edit(id, TestLab.Config()));
        Assert.Equal(["b"], Names);
    }

    [Fact]
    public void A_run_is_queued_to_resume_once()
    {
        var run = _lab.Make();
        _lab.Queue.AddResume(_lab.Cpu, run);
        Assert.Contains("already", Assert.Throws<InputException>(() => _lab.Queue.AddResume(_lab.Cpu, run)).Message);
        Assert.Equal(["resume run-1"], Names);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_set_aside_and_the_others_are_kept()
    {
        Add("a");
        var folder = Path.Combine(_lab.Data.Root, "queue");
        File.WriteAllText(Path.Combine(folder, "gpu-1.json"), "{ half");
        File.WriteAllText(Path.Combine(folder, "gpu-2.json"), """{"lane": "gpu-2", "entries": [{"config": {"nonsense": 1}}]}""");
        Assert.Equal(["cpu"], _lab.NewQueue().All.Select(q => q.Lane));
        Assert.Equal("{ half", File.ReadAllText(Path.Combine(folder, "gpu-1.json.unreadable")));
        Assert.True(File.Exists(Path.Combine(folder, "gpu-2.json.unreadable")));
    }

    [Fact]
    public void A_queue_that_cannot_be_written_is_unchanged_and_says_so()
    {
        Add("a");
        Directory.Delete(Path.Combine(_lab.Data.Root, "queue"), recursive: true);
        File.WriteAllText(Path.Combine(_lab.Data.Root, "queue"), "a file where the folder should be");
        Assert.Contains("cannot be written", Assert.Throws<InputException>(() => Add("b")).Message);
        Assert.Equal(["a"], Names);
    }

    [Fact]
    public void A_queue_has_a_limit()
    {
        _lab.Queue.Add(_lab.Cpu, [.. Enumerable.Range(0, LaunchQueue.Limit).Select(i => new QueueEntry { Config = TestLab.Config() })]);
        Assert.Throws<InputException>(() => Add("one more"));
    }

    [Fact]
    public void An_entry_that_a_kill_left_in_two_queues_is_kept_once()
    {
        Add("a", "b");
        var files = Path.Combine(_lab.Data.Root, "queue");
        File.WriteAllText(Path.Combine(files, "gone.json"), File.ReadAllText(Path.Combine(files, "cpu.json")).Replace("\"lane\": \"cpu\"", "\"lane\": \"gone\"", StringComparison.Ordinal));
        var queue = _lab.NewQueue();
        queue.Prune();
        Assert.Equal(2, queue.All.Sum(q => q.Entries.Count));
        Assert.Equal(2, _lab.NewQueue().All.Sum(q => q.Entries.Count));
    }

    private string[] Names => [.. _lab.Queue.Of("cpu").Entries.Select(e => e.Name)];

    private string Id(string name) => _lab.Queue.Of("cpu").Entries.Single(e => e.Name == name).Id;

    private void Add(params string[] names) => _lab.Queue.Add(_lab.Cpu, [.. names.Select(n => new QueueEntry { Config = TestLab.Config(n, seed: n[0] - 'a' + 1), Labels = new RunLabels { Group = "group" } })]);
}
