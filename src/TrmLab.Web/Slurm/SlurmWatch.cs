using Microsoft.Extensions.Options;
using TrmLab.Core;
using TrmLab.Web.Hosting;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Slurm;

/// <summary>Asks the cluster again and again what it does with this lab's jobs, so that pages and states answer from memory.</summary>
public sealed partial class SlurmWatch(SlurmCommands commands, SlurmHistory history, IOptions<LabOptions> options, ILogger<SlurmWatch> logger) : BackgroundService
{
    private readonly Lock _asking = new();
    private volatile SlurmSnapshot? _last;

    private SlurmOptions Slurm => options.Value.Slurm;

    /// <summary>The last answer. The first question waits for one, so that no lane is missing at the start.</summary>
    public SlurmSnapshot Now => _last ?? Ask();

    /// <summary>Asks now. What cannot be had now stays as it was, with the problem.</summary>
    public SlurmSnapshot Ask()
    {
        lock (_asking)
        {
            var asked = DateTimeOffset.UtcNow;
            try
            {
                var jobs = commands.Run("squeue", ["-h", "-r", "-t", "all", "--me", "-o", SlurmJob.QueueFormat]).Split('\n').Select(SlurmJob.ParseQueue).OfType<SlurmJob>().ToArray();
                var partitions = commands.Run("sinfo", ["-h", "-s", "-o", SlurmPartition.Format]).Split('\n').Select(SlurmPartition.Parse).OfType<SlurmPartition>().ToArray();
                history.Answer();
                _last = new SlurmSnapshot(asked, jobs, partitions, "");
            }
            catch (InputException e)
            {
                if (_last?.Problem != e.Message) LogFailure(e.Message);
                _last = _last is { } before ? before with { Problem = e.Message } : new SlurmSnapshot(asked, [], [], e.Message);
            }

            return _last;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!Slurm.Enabled) return;
        await Task.Yield();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(Slurm.PollSeconds));
        do Ask();
        while (await timer.NextAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Problem}; trying again")]
    private partial void LogFailure(string problem);
}
