using TrmLab.Core;
using TrmLab.Core.Runs;
using TrmLab.Web.Lanes;
using TrmLab.Web.Slurm;
using TrmLab.Web.Tests.Support;

namespace TrmLab.Web.Tests.Slurm;

/// <summary>
/// A controller that is killed and comes back with less than it knew. Each test has a cluster of its own: what the controller forgets of
/// other tests' jobs would hold its node, and a number that it gives out a second time is refused by a node that ended that job before.
/// </summary>
[Collection<OnSlurm>]
public sealed class SlurmControllerTests() : SlurmTestBase(new SlurmCluster()), IDisposable
{
    public void Dispose()
    {
        Cluster.Dispose();
        DisposeLabs();
    }

    [Fact]
    public void While_the_controller_is_down_a_run_trains_on_and_one_that_waits_is_not_called_lost()
    {
        var lab = Lab("export FAKE_TRAINER='steps=200;rate=20'");
        var trains = lab.Starter.Start(TestLab.Trainable("trains"), Lane(lab), new LaneRequest { Gpus = 2 });
        var waits = lab.Starter.Start(TestLab.Trainable("waits"), Lane(lab), new LaneRequest { Gpus = 2 });
        Until(lab, trains, RunPhase.Running);
        Until(lab, waits, "waiting in Slurm");
        Patience.Until(() => File.GetLastWriteTimeUtc(Cluster.JobState) > DateTimeOffset.FromUnixTimeMilliseconds(SlurmSubmission.Read(waits)!.Time).UtcDateTime.AddSeconds(1), () => "the controller to write its jobs down");
        Cluster.KillController();
        Until(lab, waits, "Unable to contact");
        Assert.Equal(RunPhase.Starting, lab.States.Of(waits.Id).State.Phase);
        Assert.Contains("Unable to contact", Assert.Throws<InputException>(() => lab.Starter.Start(TestLab.Trainable("refused"), Lane(lab))).Message);

        Cluster.StartController();
        Until(lab, trains, RunPhase.Finished);
        Until(lab, waits, RunPhase.Finished);
    }

    [Fact]
    public void A_job_that_the_controller_forgot_is_lost_though_its_number_lives_and_can_be_submitted_again()
    {
        var lab = Lab("export FAKE_TRAINER='steps=20;rate=0'", o => o.Arguments = ["--hold"]);
        Cluster.KillController();
        var before = Cluster.SaveState();
        Cluster.StartController();
        var lost = lab.Starter.Start(TestLab.Trainable("lost"), Lane(lab));
        Until(lab, lost, "JobHeldUser");

        // Killed before it wrote the job down.
        Cluster.KillController();
        Cluster.RestoreState(before);
        Cluster.StartController();
        var other = Lab("export FAKE_TRAINER='steps=20;rate=0'");
        var next = other.Starter.Start(TestLab.Trainable("next"), Lane(other));
        Assert.Equal(LaunchRecord.Read(lost)!.Job, LaunchRecord.Read(next)!.Job);
        Until(other, next, RunPhase.Finished);

        Until(lab, lost, RunPhase.Lost);
        Assert.Contains("Slurm has lost job", lab.States.Of(lost.Id).State.Reason);
        Assert.False(File.Exists(lost.Log));

        using var again = new TestLab(lab.Data.Root, slurm: Cluster.Options("export FAKE_TRAINER='steps=20;rate=0'"));
        again.Launcher.Resume(lost);
        Until(again, lost, RunPhase.Finished);
    }
}
