using TrmLab.Core;
using TrmLab.Core.Runs;
using TrmLab.Core.Sweeps;
using TrmLab.Web.Lanes;
using TrmLab.Web.Queue;
using TrmLab.Web.Slurm;
using TrmLab.Web.Tests.Support;

namespace TrmLab.Web.Tests.Slurm;

/// <summary>The fake trainer on a real cluster: everything that may happen to a job.</summary>
[Collection<OnSlurm>]
public sealed class SlurmTests(SlurmCluster cluster) : SlurmTestBase(cluster), IDisposable
{
    public void Dispose()
    {
        Cluster.Clear();
        DisposeLabs();
    }

    [Fact]
    public void A_run_trains_as_a_job_with_the_GPU_it_asked_for_and_without_the_dashboards_secrets()
    {
        // One of the dashboard that no server of another test heeds, unlike Lab__Token: the environment is the whole process's.
        Environment.SetEnvironmentVariable("ASPNETCORE_OFTHISTEST", "the-dashboards-own");
        RunDirectory run;
        var lab = Lab("env >environment.txt; export FAKE_TRAINER='steps=40;rate=0'");
        try
        {
            run = lab.Starter.Start(TestLab.Trainable("it's; $(touch hacked)"), Lane(lab), new LaneRequest { Gpus = 1, TimeLimit = "10" });
        }
        finally
        {
            Environment.SetEnvironmentVariable("ASPNETCORE_OFTHISTEST", null);
        }

        Until(lab, run, RunPhase.Finished);

        Assert.Equal(40, lab.Points(run.Id)["train/lm_loss"].Count);
        var environment = File.ReadAllText(Path.Combine(lab.Data.Root, "environment.txt"));
        Assert.Contains("CUDA_VISIBLE_DEVICES=", environment);
        Assert.DoesNotContain("the-dashboards-own", environment);
        Assert.Equal($"trm-{run.Id}|trmlab:{run.Id}|10:00", Cluster.Ask("squeue", "-h", "-t", "all", "-j", LaunchRecord.Read(run)!.Job, "-o", "%j|%k|%l"));
        Assert.Equal("slurm-main", LaunchRecord.Read(run)!.Lane);
    }

    [Fact]
    public void Queued_seeds_become_one_array_whose_tasks_are_found_under_their_own_runs()
    {
        var lab = Lab("export FAKE_TRAINER='steps=30;rate=0'");
        new RunPlanner(lab.Queue, lab.Starter).Queue(Lane(lab), SeedPlans.Seeds(TestLab.Trainable("seeds"), 4), new RunLabels { Group = "four" }, new LaneRequest { Gpus = 1 });
        lab.FeedLanes();
        var runs = lab.Folder.All();
        foreach (var run in runs) Until(lab, run, RunPhase.Finished);

        Assert.Equal(4, runs.Count);
        Assert.Equal([0, 1, 2, 3], runs.Select(r => SlurmSubmission.Read(r)!.Index!.Value).Order());
        Assert.Single(runs.Select(r => SlurmSubmission.Read(r)!.Job.Split('_')[0]).Distinct());
        foreach (var run in runs) Assert.Contains($"|trm-{run.Id}", Cluster.Ask("squeue", "-h", "-r", "-t", "all", "-o", "%i|%j"));
    }

    [Fact]
    public void A_job_that_waits_can_be_taken_back_and_one_that_trains_saves_first()
    {
        var lab = Lab("export FAKE_TRAINER='steps=100000;rate=20'");
        var first = lab.Starter.Start(TestLab.Trainable("first"), Lane(lab), new LaneRequest { Gpus = 2 });
        Until(lab, first, RunPhase.Running);
        var second = lab.Starter.Start(TestLab.Trainable("second"), Lane(lab), new LaneRequest { Gpus = 2 });
        Until(lab, second, "waiting in Slurm");
        Assert.Equal(RunPhase.Starting, lab.States.Of(second.Id).State.Phase);

        foreach (var run in new[] { second, first }) Lane(lab).Cancel(run, LaunchRecord.Read(run)!);
        Until(lab, second, RunPhase.Stopped);
        Assert.Contains("CANCELLED", lab.States.Of(second.Id).State.Reason);
        Until(lab, first, RunPhase.Stopped);
        Assert.Single(Directory.EnumerateDirectories(first.Checkpoints));
    }

    [Fact]
    public void Before_its_time_is_up_a_run_saves_and_goes_on_in_the_next_job()
    {
        // Slurm counts time limits in minutes and looks at them every half a minute: this warning comes after 10 to 40 seconds of a job,
        // its end after 60 to 90. The run needs more than 40, and the jobs are never warned before they trained.
        var lab = Lab("export FAKE_TRAINER='steps=450;rate=10;evaluate=1000'", o => o.WarningSeconds = 20);
        var run = lab.Starter.Start(TestLab.Trainable("long"), Lane(lab), new LaneRequest { TimeLimit = "1" });
        var phases = new HashSet<RunPhase>();
        Until(lab, run, () =>
        {
            phases.Add(lab.States.Of(run.Id).State.Phase);
            return lab.States.Of(run.Id).State.Phase == RunPhase.Finished;
        });

        Assert.Equal(Enumerable.Range(1, 450).Select(s => (long)s), lab.Points(run.Id)["train/lm_loss"].Select(p => p.Step));
        Assert.Contains(RunLogReader.Read(run.Log), e => e.Event is RunResumed { FromStep: > 0 });
        // On its way through the queue it is never taken for ended, or somebody would start it a second time.
        Assert.DoesNotContain(RunPhase.Stopped, phases);
        Assert.DoesNotContain(RunPhase.Lost, phases);
    }

    [Fact]
    public void A_preempted_run_saves_and_goes_on_when_the_others_are_done()
    {
        var lab = Lab("export FAKE_TRAINER='steps=250;rate=25;evaluate=1000'");
        var run = lab.Starter.Start(TestLab.Trainable("patient"), Lane(lab), new LaneRequest { Gpus = 2 });
        Until(lab, run, RunPhase.Running);
        Cluster.Ask("sbatch", "-p", "urgent", "--gres=gpu:2", "--mem=100", "-o", "/dev/null", "--wrap", "sleep 1");
        Until(lab, run, RunPhase.Finished);

        Assert.Equal(Enumerable.Range(1, 250).Select(s => (long)s), lab.Points(run.Id)["train/lm_loss"].Select(p => p.Step));
        Assert.Contains(RunLogReader.Read(run.Log), e => e.Event is RunResumed { FromStep: > 0 });
    }

    [Fact]
    public void A_dashboard_that_died_between_submitting_and_writing_it_down_submits_no_second_job()
    {
        var lab = Lab("export FAKE_TRAINER='steps=20;rate=0'", o => o.Arguments = ["--hold"]);
        var run = lab.Starter.Start(TestLab.Trainable("once"), Lane(lab));
        var job = LaunchRecord.Read(run)!.Job;
        (SlurmSubmission.Read(run)! with { Job = "" }).Write(run);
        (LaunchRecord.Read(run)! with { Job = "" }).Write(run);

        lab.Launcher.Launch(TestLab.Trainable("once"), Lane(lab), id: run.Id);
        Assert.Equal(job, LaunchRecord.Read(run)!.Job);
        Assert.Equal(job, Cluster.Ask("squeue", "-h", "-o", "%i", "--name", $"trm-{run.Id}"));
    }

    [Theory]
    [InlineData("slurm-none", 0, "invalid partition")]
    [InlineData("slurm-main", 9, "node configuration is not available")]
    public void What_Slurm_would_not_take_is_said_at_the_form_in_its_words(string lane, int gpus, string expected)
    {
        var lab = Lab("", o => o.Partitions = ["main", "none"]);
        var refused = Assert.Throws<InputException>(() => lab.Starter.Start(TestLab.Trainable("x"), lab.Lanes.Of(lane), new LaneRequest { Gpus = gpus }));
        Assert.Contains(expected, refused.Message);
        Assert.Empty(lab.Folder.All());
    }

    [Fact]
    public void The_lane_tells_what_the_partition_does()
    {
        var reading = Lane(Lab("")).Read();
        Assert.Contains(reading.Figures, f => f is { Name: "Nodes in use", Share: not null });
        Assert.Contains(reading.Figures, f => f.Value.StartsWith("gpu:2", StringComparison.Ordinal));
        Assert.Empty(reading.Problem);
    }
}
