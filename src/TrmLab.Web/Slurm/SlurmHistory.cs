using System.Collections.Concurrent;
using TrmLab.Core;

namespace TrmLab.Web.Slurm;

/// <summary>What became of jobs that squeue does not list any more: from the accounting database, or the controller's file of ended jobs where there is none.</summary>
public sealed class SlurmHistory(SlurmCommands commands)
{
    // The controller's clock need not be this machine's to the second.
    private const long ClockSlack = 60;

    private readonly ConcurrentDictionary<(string Run, long Submitted), SlurmJob?> _known = new();
    private readonly ConcurrentDictionary<(string Run, long Submitted), bool> _asked = new();

    /// <summary>True if it is known what became of a submission; <paramref name="job"/> is null if Slurm does not know it. False asks for it in the background.</summary>
    public bool TryGet(string run, SlurmSubmission submission, out SlurmJob? job)
    {
        if (_known.TryGetValue((run, submission.Time), out job)) return true;
        _asked[(run, submission.Time)] = true;
        return false;
    }

    /// <summary>Answers what was asked; called between two looks at the queue.</summary>
    internal void Answer()
    {
        if (_asked.IsEmpty) return;
        var ended = Ended();
        foreach (var (run, submitted) in _asked.Keys)
        {
            var name = SlurmNames.OfRun(run);
            _known[(run, submitted)] = ended.LastOrDefault(e => e.Job.Name == name && e.Ended >= submitted / 1000 - ClockSlack).Job;
            _asked.TryRemove((run, submitted), out _);
        }
    }

    private IReadOnlyList<(SlurmJob Job, long Ended)> Ended()
    {
        var since = DateTimeOffset.FromUnixTimeMilliseconds(_asked.Keys.Min(k => k.Submitted)).AddDays(-1).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        string output;
        try
        {
            output = Ask("-X", "-S", since);
        }
        catch (InputException)
        {
            // No accounting database: the file of ended jobs, which knows neither names nor days as filters.
            output = Ask("-c");
        }

        return [.. output.Split('\n').Select(SlurmJob.ParseAccounting).OfType<(SlurmJob, long)>()];
    }

    private string Ask(params string[] which) => commands.Run("env", ["SLURM_TIME_FORMAT=%s", "sacct", .. which, "-n", "-P", "-o", SlurmJob.AccountingFormat]);
}
