using System.Globalization;
using System.Runtime.InteropServices;
using TrmLab.Core;

namespace TrmLab.Web.Slurm;

/// <summary>The job script. Every text that comes from outside is a quoted word in it; a run's name is nowhere in it.</summary>
internal static class SlurmScript
{
    /// <summary>In the run directory from the moment a job is warned until the job that goes on in its place has ended.</summary>
    public const string RequeueMark = "slurm.requeue";

    // A job that is warned (time limit, preemption) asks its trainer to save, then goes back into the queue, unless nothing came of the
    // time it had: then it would do so for ever. A trap interrupts "wait", hence the loop around it.
    private const string Body = """
        run=${runs[${SLURM_ARRAY_TASK_ID:-0}]}
        id=${run##*/}
        job=$SLURM_JOB_ID
        cd -- "$run" && exec </dev/null >>trainer.log 2>&1 || exit 2
        if [ -n "$SLURM_ARRAY_JOB_ID" ]; then
          job=${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID
          scontrol update JobId="$job" JobName="trm-$id" Comment="trmlab:$id"
        fi
        [ "${SLURM_RESTART_COUNT:-0}" -gt 0 ] || rm -f slurm.requeue
        if ! mv -- start.ticket start.taken 2>/dev/null && [ "${SLURM_RESTART_COUNT:-0}" -eq 0 ]; then exit 79; fi
        newest() { ls -1 checkpoints 2>/dev/null | tail -n 1; }
        before=$(newest)
        if [ -s metrics.jsonl ]; then set -- train --resume "$run"; else set -- train --config "$run/config.json" --run-dir "$run"; fi
        warned=
        trap 'warned=yes; : >slurm.requeue; kill -USR1 "$pid"' USR1
        trap 'kill -TERM "$pid"' TERM
        "${launcher[@]}" "$trainer" "$@" & pid=$!
        while wait "$pid"; code=$?; [ "$code" -gt 128 ] && kill -0 "$pid" 2>/dev/null; do :; done
        if [ "$code" -gt 128 ]; then wait "$pid"; again=$?; [ "$again" -eq 127 ] || code=$again; fi
        if [ -n "$warned" ] && { [ "$code" -eq 3 ] || [ "$code" -gt 128 ]; }; then
          if [ "$(newest)" = "$before" ]; then
            echo "the time limit is too short: no checkpoint came of this job, so it does not go back into the queue"
          elif scontrol requeue "$job"; then
            exit "$code"
          fi
        fi
        rm -f slurm.requeue
        exit "$code"
        """;

    /// <summary>
    /// Words that start several ranks. srun passes signals on to all of them; the job's environment reaches them whatever the submit passed on;
    /// cores per task are not inherited from the job. The ranks end each other when one dies, and say why; --wait is for those that cannot.
    /// </summary>
    /// <param name="ranks">Processes.</param>
    /// <param name="mpi">How they find each other, as srun names it.</param>
    public static string Ranks(int ranks, string mpi) =>
        $"srun --mpi={mpi} --ntasks={ranks.ToString(CultureInfo.InvariantCulture)} --export=ALL --wait=60 ${{SLURM_CPUS_PER_TASK:+--cpus-per-task=$SLURM_CPUS_PER_TASK}}";

    /// <summary>The script for one run, or for an array of several in the order of their indices.</summary>
    /// <param name="runs">The run directories on the nodes.</param>
    /// <param name="launcher">Words before the trainer, see <see cref="Ranks"/>; empty for one process.</param>
    /// <param name="trainer">The trainer on the nodes.</param>
    /// <param name="dataRoot">The data folder on the nodes.</param>
    /// <param name="setup">The lab's own lines.</param>
    public static string Of(IEnumerable<string> runs, string launcher, string trainer, string dataRoot, IEnumerable<string> setup) => string.Join('\n',
    [
        "#!/bin/bash",
        $"runs=({string.Join(' ', runs.Select(ShellWord.Quote))})",
        $"launcher=({launcher})",
        $"trainer={ShellWord.Quote(trainer)}",
        $"export {DataRoot.Variable}={ShellWord.Quote(dataRoot)} OMP_WAIT_POLICY=PASSIVE",
        .. setup,
        $"[ -n \"$DOTNET_ROOT\" ] || export DOTNET_ROOT={ShellWord.Quote(Path.GetFullPath("../../..", RuntimeEnvironment.GetRuntimeDirectory()).TrimEnd('/'))}",
        Body,
        "",
    ]);
}
