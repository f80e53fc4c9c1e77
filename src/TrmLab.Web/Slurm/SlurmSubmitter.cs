using System.Globalization;
using Microsoft.Extensions.Options;
using TrmLab.Core;
using TrmLab.Core.Runs;
using TrmLab.Web.Hosting;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Slurm;

/// <summary>Gives runs to sbatch: one as a job, several as an array.</summary>
public sealed class SlurmSubmitter(SlurmCommands commands, SlurmWatch watch, TrainerProgram trainer, LabData data, IOptions<LabOptions> options)
{
    private SlurmOptions Slurm => options.Value.Slurm;

    /// <summary>Asks Slurm whether it would take a job, without giving it one.</summary>
    /// <exception cref="InputException">It would not, or cannot be asked.</exception>
    public void Check(string partition, LaneRequest request)
    {
        if (request.Problems is { Count: > 0 } problems) throw new InputException(string.Join("; ", problems));
        request = request.Over(Slurm.Defaults);
        if (request.Time is { } time && time <= TimeSpan.FromSeconds(Slurm.WarningSeconds))
            throw new InputException($"time limit: {request.TimeLimit} is not longer than the {Slurm.WarningSeconds} s before its end at which a run saves (Lab:Slurm:WarningSeconds)");
        commands.Run("sbatch", ["--test-only", .. Words(partition, request, "trm-check")], "#!/bin/bash\n");
    }

    /// <summary>Submits the runs and returns the number of each one's job. A run that has a job already keeps it.</summary>
    /// <exception cref="InputException">Slurm does not take them.</exception>
    public IReadOnlyList<string> Submit(string partition, LaneRequest request, IReadOnlyList<RunDirectory> runs)
    {
        if (watch.Ask().Problem is { Length: > 0 } problem) throw new InputException(problem);
        var fresh = runs.Where(r => Living(r) is null).ToArray();
        if (fresh.Length > 0) Submit(partition, request.Over(Slurm.Defaults), fresh, fresh.Length > 1);
        return [.. runs.Select(r => SlurmSubmission.Read(r)?.Job ?? "")];
    }

    /// <summary>Takes the job of a run out of the queue, or ends it; a number alone is not trusted.</summary>
    public void Cancel(RunDirectory run)
    {
        if (SlurmSubmission.Read(run) is not { } submission || watch.Ask().Find(run.Id, submission) is not { } job || !(job.Waits || job.Runs)) return;
        commands.Run("scancel", [$"--name={job.Name}", job.Id]);
        watch.Ask();
    }

    /// <summary>A path of the data folder as the nodes see it.</summary>
    internal string OnNode(string path) =>
        Slurm.DataRoot.Length == 0 || !path.StartsWith(data.Root + "/", StringComparison.Ordinal) ? path : Slurm.DataRoot.TrimEnd('/') + path[data.Root.Length..];

    private SlurmJob? Living(RunDirectory run)
    {
        var submission = SlurmSubmission.Read(run);
        var job = watch.Now.Find(run.Id, submission ?? new SlurmSubmission());
        if (job is null || !(job.Waits || job.Runs)) return null;
        // Submitted by a dashboard that died before it could write the number down.
        if (submission is null || submission.Job.Length == 0) ((submission ?? new SlurmSubmission { Name = job.Name, Index = job.Index }) with { Job = job.Id }).Write(run);
        return job;
    }

    private void Submit(string partition, LaneRequest request, IReadOnlyList<RunDirectory> runs, bool array)
    {
        var name = array ? SlurmNames.OfArray(runs[0].Id, runs.Count) : SlurmNames.OfRun(runs[0].Id);
        var submissions = runs.Select((run, i) => new SlurmSubmission { Name = name, Index = array ? i : null }).ToArray();
        for (var i = 0; i < runs.Count; i++) submissions[i].Write(runs[i]);
        string[] words = ["--parsable", .. Words(partition, request, name), .. array ? [$"--array=0-{runs.Count - 1}{(Slurm.ArrayLimit > 0 ? $"%{Slurm.ArrayLimit}" : "")}"] : Array.Empty<string>()];
        var launcher = request.Ranks > 1 ? SlurmScript.Ranks(request.Ranks.Value, Slurm.Mpi) : "";
        var script = SlurmScript.Of(runs.Select(r => OnNode(r.Root)), launcher, Slurm.TrainerPath.Length > 0 ? Slurm.TrainerPath : trainer.Path, Slurm.DataRoot.Length > 0 ? Slurm.DataRoot : data.Root, Slurm.Setup);
        var id = Submitted(name, words, script);
        for (var i = 0; i < runs.Count; i++) (submissions[i] with { Job = array ? $"{id}_{i}" : id }).Write(runs[i]);
    }

    private string Submitted(string name, string[] words, string script)
    {
        try
        {
            // "12" or, on a federation, "12;cluster".
            return commands.Run("sbatch", words, script).Trim().Split(';')[0];
        }
        catch (InputException)
        {
            // The answer may be lost though the job is not.
            if (watch.Ask().Jobs.LastOrDefault(j => j.Name == name && (j.Waits || j.Runs)) is { } job) return job.Id.Split('_')[0];
            throw;
        }
    }

    private string[] Words(string partition, LaneRequest request, string name)
    {
        string[] words =
        [
            $"--job-name={name}", $"--comment={SlurmNames.CommentOf(name)}", $"--partition={partition}", "--requeue", "--output=/dev/null",
            // The environment of the dashboard, its token included, is not the job's.
            "--export=PATH,HOME,LANG", $"--signal=B:USR1@{Slurm.WarningSeconds}", $"--chdir={(Slurm.DataRoot.Length > 0 ? Slurm.DataRoot : data.Root)}",
        ];
        return [.. words, .. Optional(request), .. Slurm.Arguments];
    }

    private static IEnumerable<string> Optional(LaneRequest request)
    {
        if (request.Ranks is { } ranks and > 1) yield return $"--ntasks={Text(ranks)}";
        if (request.Gpus is { } gpus and > 0) yield return request.Ranks > 1 ? $"--gpus-per-task={Text(gpus)}" : $"--gres=gpu:{Text(gpus)}";
        if (request.TimeLimit is { } time) yield return $"--time={time}";
        if (request.Account is { } account) yield return $"--account={account}";
        if (request.Cpus is { } cpus) yield return $"--cpus-per-task={Text(cpus)}";
        if (request.MemoryMegabytes is { } memory) yield return $"--mem={Text(memory)}M";
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
