using System.Diagnostics;
using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;
using TrmLab.Web.Lanes;
using TrmLab.Web.Tests.Support;

namespace TrmLab.Web.Tests.Slurm;

/// <summary>The real trainer as two ranks of one job on a real cluster.</summary>
[Collection<OnSlurm>]
public sealed class SlurmRankTests : IDisposable
{
    private readonly SlurmCluster _cluster;
    private readonly TestLab _lab;

    public SlurmRankTests(SlurmCluster cluster)
    {
        cluster.Need();
        // Slurm's plugin opens libpmix.so by the name that only the -dev package has.
        var missing = !Directory.EnumerateDirectories("/usr/lib", "*-linux-gnu").Any(d => File.Exists($"{d}/libmpi.so.40") && File.Exists($"{d}/pmix2/lib/libpmix.so"));
        Assert.SkipWhen(missing, "Open MPI or Slurm's way to it is not installed: apt-get install openmpi-bin libpmix-dev");
        _cluster = cluster;
        // The ranks may have to share a core with other tests.
        _lab = new TestLab(trainer: Path.ChangeExtension(Outputs.Trainer, null), slurm: cluster.Options("export OMPI_MCA_mpi_yield_when_idle=1 OMPI_MCA_hwloc_base_binding_policy=none"));
    }

    private IRunLane Lane => _lab.Lanes.Of("slurm-main")!;

    public void Dispose()
    {
        _cluster.Clear();
        _lab.Dispose();
    }

    [Fact]
    public void A_job_of_two_ranks_is_one_run_that_saves_when_warned_goes_on_in_the_next_job_and_stops_when_cancelled()
    {
        var run = Start();
        UntilSteps(run, 3);
        var started = Events(run).OfType<RunStarted>().Single();
        Assert.Equal($"2 on {Environment.MachineName} (2)", started.Environment["ranks"]);
        Assert.StartsWith("MPI (Open MPI", started.Environment["collectives"]);

        _cluster.Ask("scancel", "--signal=USR1", "--batch", LaunchRecord.Read(run)!.Job);
        Until(run, () => Events(run).OfType<RunResumed>().Any(), "to go on");
        var resumed = Events(run).OfType<RunResumed>().Single().FromStep;
        UntilSteps(run, resumed + 3);

        Lane.Cancel(run, LaunchRecord.Read(run)!);
        Until(run, () => _lab.States.Of(run.Id).State.Phase == RunPhase.Stopped, "to be stopped");
        var stopped = Assert.IsType<RunStopped>(Events(run).Last());
        Assert.Equal(stopped.Step, CheckpointDirectory.List(run.Checkpoints)[0].Step);
        Assert.Equal(Enumerable.Range(1, (int)stopped.Step).Select(s => (long)s), _lab.Points(run.Id)["train/lm_loss"].Select(p => p.Step));
    }

    [Fact]
    public void A_rank_that_is_killed_ends_the_job_and_the_run_says_so()
    {
        var run = Start();
        UntilSteps(run, 3);
        var first = Events(run).OfType<RunStarted>().Single().Process!.Pid;
        Process.GetProcessesByName("trmlab").Single(p => p.Id != first && File.ReadAllText($"/proc/{p.Id}/cmdline").Contains(run.Root, StringComparison.Ordinal)).Kill();
        Until(run, () => _lab.States.Of(run.Id).State.Phase == RunPhase.Failed, "to fail");
        Assert.StartsWith("rank 1 (process ", Assert.IsType<RunFailed>(Events(run).Last()).Reason);
    }

    private RunDirectory Start()
    {
        var config = TinySudoku.Config(TinySudoku.Write(Path.Combine(_lab.Data.Root, "tiny")), tokenMlp: true, "epochs=200000", "eval_interval=1000");
        return _lab.Starter.Start(config, Lane, new LaneRequest { Ranks = 2, Gpus = 1, Cpus = 1 });
    }

    private static RunEvent[] Events(RunDirectory run) => File.Exists(run.Log) ? [.. RunLogReader.Read(run.Log).Select(line => line.Event!)] : [];

    private void UntilSteps(RunDirectory run, long step) => Until(run, () => Events(run).OfType<MetricsLogged>().LastOrDefault()?.Step >= step, $"to reach step {step}");

    private void Until(RunDirectory run, Func<bool> condition, string what) => Patience.Until(
        () =>
        {
            _cluster.Look(_lab, run);
            if (condition()) return true;
            Assert.False(_lab.States.Of(run.Id).State.IsOver, $"expected {run.Id} {what}; {Now(run)}");
            return false;
        },
        () => $"{run.Id} {what}; {Now(run)}");

    private string Now(RunDirectory run) => "it is " + _cluster.Now(_lab, run);
}
