using TrmLab.Core;
using TrmLab.Core.Runs;
using TrmLab.Web.Datasets;
using TrmLab.Web.Jobs;
using TrmLab.Web.Queue;
using TrmLab.Web.Tests.Support;
using static TrmLab.Web.Tests.Support.Events;

namespace TrmLab.Web.Tests.Datasets;

public sealed class DatasetRemovalTests : IDisposable
{
    private readonly TestLab _lab = new();
    private readonly DatasetJobs _jobs;
    private readonly DatasetEntry _entry;

    public DatasetRemovalTests()
    {
        _jobs = new DatasetJobs(_lab.Data);
        _entry = new DatasetEntry("datasets/mine", Directory.CreateDirectory(Path.Combine(_lab.Data.Datasets, "mine")).FullName);
        File.WriteAllText(Path.Combine(_entry.Directory, "identifiers.json"), "[]");
    }

    private DatasetRemoval Removal => new(_lab.Data, _jobs, _lab.Queue, _lab.States, _lab.Folder);

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void One_that_nobody_uses_goes_with_its_bytes()
    {
        _jobs.Add(new CheckJob { DatasetPath = "datasets/mine-too" });
        var (version, generation) = (_jobs.Version, _jobs.Generation);
        Assert.Equal(2, Removal.Remove(_entry));
        Assert.Empty(Directory.GetFileSystemEntries(_lab.Data.Datasets));
        Assert.True(_jobs.Version > version && _jobs.Generation > generation);
    }

    [Theory]
    [InlineData("datasets/mine/")]
    [InlineData("./datasets//mine")]
    [InlineData("datasets/mine/train/..")]
    [InlineData("datasets/mine/train")]
    [InlineData("{root}/datasets/mine/")]
    [InlineData("{root}/runs/../datasets/mine")]
    public void One_that_a_run_names_in_another_spelling_stays(string path)
    {
        _lab.Queue.Add(_lab.Cpu, [new QueueEntry { Config = TestLab.Config("trains") with { DataPaths = [path.Replace("{root}", _lab.Data.Root, StringComparison.Ordinal)] } }]);
        Refused("trains waits in a queue");
    }

    [Fact]
    public void One_stays_deletable_beside_a_run_on_another_whose_name_begins_alike()
    {
        _lab.Queue.Add(_lab.Cpu, [new QueueEntry { Config = TestLab.Config("trains") with { DataPaths = ["datasets/mine-too"] } }]);
        Removal.Remove(_entry);
    }

    [Fact]
    public void One_that_a_job_needs_stays()
    {
        var job = _jobs.Add(new CheckJob { DatasetPath = "datasets/mine" });
        Refused("job");
        _jobs.Cancel(job.Id);
        _jobs.Add(new EvaluateCheckpointJob { Name = "x", Checkpoint = "c", Data = _entry.Directory });
        Refused("Evaluate checkpoint: x");
    }

    [Fact]
    public void One_that_a_run_trains_on_or_waits_for_stays()
    {
        var config = TestLab.Config("trains") with { DataPaths = ["none"], TestDataPaths = ["datasets/mine"] };
        _lab.Queue.Add(_lab.Cpu, [new QueueEntry { Config = config }]);
        Refused("trains waits in a queue");
        _lab.Queue.Clear("cpu");
        var run = _lab.Make(config: config);
        using (RunLock.Take(run))
        {
            TestLab.Write(run, Started());
            _lab.CatchUp();
            _lab.States.Look(DateTimeOffset.UtcNow);
            Refused("run-1 is at work");
        }

        TestLab.Write(run, Finished(1));
        _lab.CatchUp();
        _lab.States.Look(DateTimeOffset.UtcNow);
        Removal.Remove(_entry);
    }

    [Fact]
    public void A_sample_is_not_deleted() => Assert.Contains("comes with the program", Assert.Throws<InputException>(() => Removal.Remove(new DatasetEntry("samples/x", "/nowhere/samples/x"))).Message);

    private void Refused(string reason)
    {
        Assert.Contains(reason, Assert.Throws<InputException>(() => Removal.Remove(_entry)).Message);
        Assert.True(Directory.Exists(_entry.Directory));
    }
}
