using System.Diagnostics;
using TrmLab.Core.Runs;
using TrmLab.Web.Slurm;
using TrmLab.Web.Tests.Support;

namespace TrmLab.Web.Tests.Slurm;

/// <summary>The job script in a shell, with stand-ins for the trainer and for scontrol.</summary>
public sealed class SlurmScriptTests : IDisposable
{
    // A folder's name may hold anything; what is in it must not be executed.
    private readonly string _root = Directory.CreateDirectory(Path.Combine(Directory.CreateTempSubdirectory("trmlab-test-").FullName, "it's $(touch hacked) `touch hacked` \"a\" ;touch hacked")).FullName;

    public SlurmScriptTests()
    {
        Program("scontrol", "echo \"scontrol $*\" >>\"$CALLS\"");
        Program("trainer", "echo \"trainer $*\" >>\"$CALLS\"; echo \"data $TRMLAB_DATA\"");
    }

    private string Calls => File.Exists(In("calls")) ? File.ReadAllText(In("calls")) : "";

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_root)!, recursive: true);

    [Fact]
    public void It_trains_where_paths_hold_quotes_and_commands()
    {
        var run = Make("run-1");
        Assert.Equal(0, Execute([run.Root]));
        Assert.Equal($"trainer train --config {run.Config} --run-dir {run.Root}\n", Calls);
        Assert.Contains($"data {_root}", File.ReadAllText(run.Output));
        Assert.Empty(Directory.EnumerateFiles(Path.GetDirectoryName(_root)!, "hacked", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("4", " --cpus-per-task=4")]
    public void Several_ranks_are_started_by_srun_with_the_jobs_environment_and_cores(string? cores, string expected)
    {
        Program("srun", "echo \"srun $*\" >>\"$CALLS\"");
        var run = Make("run-1");
        using var job = Start([run.Root], SlurmScript.Ranks(2, "pmix"), cores is null ? [] : [("SLURM_CPUS_PER_TASK", cores)]);
        job.WaitForExit();
        Assert.Equal(0, job.ExitCode);
        Assert.Equal($"srun --mpi=pmix --ntasks=2 --export=ALL --wait=60{expected} {In("trainer")} train --config {run.Config} --run-dir {run.Root}\n", Calls);
    }

    [Fact]
    public void A_run_that_has_a_log_goes_on()
    {
        var run = Make("run-1");
        File.WriteAllText(run.Log, "{}\n");
        Assert.Equal(0, Execute([run.Root]));
        Assert.Equal($"trainer train --resume {run.Root}\n", Calls);
    }

    [Fact]
    public void A_second_job_for_the_same_start_trains_nothing_but_a_job_that_came_back_does()
    {
        var run = Make("run-1");
        Execute([run.Root]);
        Assert.Equal(StartTicket.TooLate, Execute([run.Root]));
        Assert.Equal(0, Execute([run.Root], ("SLURM_RESTART_COUNT", "1")));
        Assert.Equal(2, Calls.Split("trainer").Length - 1);
    }

    [Fact]
    public void The_task_of_an_array_takes_its_own_run_and_its_name()
    {
        var runs = new[] { Make("run-1"), Make("run-2") };
        Assert.Equal(0, Execute([.. runs.Select(r => r.Root)], ("SLURM_ARRAY_JOB_ID", "7"), ("SLURM_ARRAY_TASK_ID", "1")));
        Assert.Contains("scontrol update JobId=7_1 JobName=trm-run-2 Comment=trmlab:run-2", Calls);
        Assert.Contains($"--run-dir {runs[1].Root}", Calls);
        Assert.False(File.Exists(runs[0].Output));
    }

    [Theory]
    [InlineData("USR1", "mkdir -p checkpoints/step_000000005", true)]
    [InlineData("USR1", ":", false)]
    [InlineData("TERM", "mkdir -p checkpoints/step_000000005", false)]
    public void Only_a_warned_job_that_got_somewhere_goes_back_into_the_queue(string signal, string save, bool requeued)
    {
        Program("trainer", $"trap '{save}; exit 3' USR1 TERM; : >ready; while :; do sleep 0.05; done");
        var run = Make("run-1");
        using var job = Start([run.Root], "");
        Patience.Until(() => File.Exists(Path.Combine(run.Root, "ready")), () => "the trainer to be ready");
        Process.Start("kill", ["-" + signal, job.Id.ToString()]).WaitForExit();
        job.WaitForExit();

        Assert.Equal(3, job.ExitCode);
        Assert.Equal(requeued, Calls.Contains("scontrol requeue 1", StringComparison.Ordinal));
        // The mark stays while Slurm puts the job back, so that nobody takes the run for stopped.
        Assert.Equal(requeued, File.Exists(Path.Combine(run.Root, "slurm.requeue")));
        if (signal == "USR1" && !requeued) Assert.Contains("too short", File.ReadAllText(run.Output));
    }

    private string In(string name) => Path.Combine(_root, name);

    private void Program(string name, string body) => StubProgram.Write(In(name), body);

    private RunDirectory Make(string id)
    {
        var run = RunDirectory.At(In("runs/" + id));
        Directory.CreateDirectory(run.Root);
        Assert.True(StartTicket.Offer(run, id));
        return run;
    }

    private int Execute(string[] runs, params (string, string)[] environment)
    {
        using var process = Start(runs, "", environment);
        process.WaitForExit();
        return process.ExitCode;
    }

    private Process Start(string[] runs, string launcher, params (string Name, string Value)[] environment)
    {
        File.WriteAllText(In("job.sh"), SlurmScript.Of(runs, launcher, In("trainer"), _root, []));
        var start = new ProcessStartInfo("/bin/bash", [In("job.sh")]) { UseShellExecute = false, WorkingDirectory = _root };
        start.Environment["PATH"] = $"{_root}:/usr/bin:/bin";
        start.Environment["CALLS"] = In("calls");
        start.Environment["SLURM_JOB_ID"] = "1";
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
