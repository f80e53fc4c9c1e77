using TrmLab.Core;
using TrmLab.Core.Runs;
using TrmLab.Web.Supervision;
using TrmLab.Web.Tests.Support;
using static TrmLab.Web.Tests.Support.Events;

namespace TrmLab.Web.Tests.Supervision;

public sealed class RunTrashTests : IDisposable
{
    private readonly TestLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void A_deleted_run_is_gone_from_the_index_and_comes_back_whole()
    {
        var run = Ended("run-1");
        var before = IndexDump.Of(_lab.Index);
        var size = DiskUse.Of(run.Root);
        var trashed = _lab.Trash.Put(run);
        Assert.False(Directory.Exists(run.Root));
        Assert.Empty(_lab.Folder.All());
        using (var db = _lab.Index.Open()) Assert.Empty(db.Runs);
        Assert.Equal(("run-1", "test"), (trashed.Run, trashed.Name));
        Assert.InRange(trashed.Bytes, size, size + 100);

        _lab.Trash.Restore("run-1");
        _lab.CatchUp();
        Assert.Equal(before, IndexDump.Of(_lab.Index));
        Assert.Empty(_lab.Trash.All);
        Assert.Equal(RunPhase.Finished, _lab.States.Of("run-1").State.Phase);
    }

    [Fact]
    public void A_run_that_a_trainer_has_is_refused()
    {
        var run = _lab.Make();
        TestLab.Write(run, Started());
        _lab.CatchUp();
        using var hold = RunLock.Take(run);
        Assert.Contains("stop it first", Assert.Throws<InputException>(() => _lab.Trash.Put(run)).Message);
        Assert.True(File.Exists(run.Log));
    }

    [Fact]
    public void A_run_that_waits_to_be_resumed_is_refused()
    {
        var run = Ended("run-1");
        _lab.Queue.AddResume(_lab.Cpu, run);
        Assert.Contains("queue", Assert.Throws<InputException>(() => _lab.Trash.Put(run)).Message);
        Assert.True(Directory.Exists(run.Root));
    }

    [Fact]
    public void Emptying_frees_what_it_said_and_only_what_is_old_enough()
    {
        var bytes = _lab.Trash.Put(Ended("run-1")).Bytes + _lab.Trash.Put(Ended("run-2")).Bytes;
        var mark = Path.Combine(_lab.Data.Root, "trash", "run-1", "deleted");
        File.SetLastWriteTimeUtc(mark, DateTime.UtcNow.AddDays(-31));
        var retention = new TrashRetention(_lab.Trash, new Web.Checkpoints.CheckpointTrash(_lab.Data), _lab.Settings, Microsoft.Extensions.Logging.Abstractions.NullLogger<TrashRetention>.Instance);
        _lab.Settings.Save(_lab.Settings.Current with { TrashDays = 0 });
        retention.Tidy(DateTimeOffset.UtcNow);
        Assert.Equal(2, _lab.Trash.All.Count);
        _lab.Settings.Save(_lab.Settings.Current with { TrashDays = 30 });
        retention.Tidy(DateTimeOffset.UtcNow);
        Assert.Equal("run-2", Assert.Single(_lab.Trash.All).Run);

        Assert.InRange(_lab.Trash.Empty(DateTimeOffset.MaxValue), 1, bytes);
        Assert.Empty(Directory.GetDirectories(Path.Combine(_lab.Data.Root, "trash")));
    }

    [Fact]
    public void Trash_that_cannot_be_read_ends_nothing_and_keeps_nothing_else_from_going()
    {
        var trashed = Path.Combine(_lab.Data.Trash, _lab.Trash.Put(Ended("run-1")).Run);
        File.Delete(Path.Combine(trashed, "config.json"));
        var checkpoint = Directory.CreateDirectory(Path.Combine(_lab.Data.CheckpointTrash, "runs", "run-2", "checkpoints", "step_1")).FullName;
        foreach (var name in new[] { CheckpointManifest.FileName, "deleted" }) File.WriteAllText(Path.Combine(checkpoint, name), "");
        using var held = new FileStream(Path.Combine(trashed, "metrics.jsonl"), FileMode.Open, FileAccess.Read, FileShare.None);
        Assert.ThrowsAny<IOException>(() => _lab.Trash.All);
        _lab.Settings.Save(_lab.Settings.Current with { TrashDays = 30 });
        new TrashRetention(_lab.Trash, new Web.Checkpoints.CheckpointTrash(_lab.Data), _lab.Settings, Microsoft.Extensions.Logging.Abstractions.NullLogger<TrashRetention>.Instance)
            .Tidy(DateTimeOffset.UtcNow.AddDays(31));
        Assert.False(Directory.Exists(checkpoint));
        Assert.True(Directory.Exists(trashed));
    }

    [Theory]
    [InlineData("../runs")]
    [InlineData("")]
    [InlineData("..")]
    public void An_id_that_is_a_path_is_refused(string id) => Assert.Throws<InputException>(() => _lab.Trash.Restore(id));

    [Fact]
    public void A_place_that_was_taken_meanwhile_is_kept()
    {
        _lab.Trash.Put(Ended("run-1"));
        var other = _lab.Make("run-1", TestLab.Config("another"));
        Assert.Contains("already", Assert.Throws<InputException>(() => _lab.Trash.Restore("run-1")).Message);
        Assert.Contains("another", File.ReadAllText(other.Config));
        Assert.Single(_lab.Trash.All);
    }

    private RunDirectory Ended(string id)
    {
        var run = _lab.Make(id);
        TestLab.Write(run, [Started(), .. Steps(1, 20), Finished(20)]);
        _lab.CatchUp();
        _lab.States.Look(run, DateTimeOffset.UtcNow);
        return run;
    }
}
