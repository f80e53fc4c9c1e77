using TrmLab.Core;
using TrmLab.Web.Checkpoints;
using TrmLab.Web.Hosting;

namespace TrmLab.Web.Supervision;

/// <summary>Removes deleted runs and checkpoints for good once they are as old as the settings say.</summary>
public sealed partial class TrashRetention(RunTrash runs, CheckpointTrash checkpoints, SettingsFile settings, ILogger<TrashRetention> logger) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromHours(1);

    /// <summary>One round.</summary>
    internal void Tidy(DateTimeOffset now)
    {
        if (settings.Current.TrashDays is not (> 0 and var days)) return;
        Empty("runs", runs.Empty, now, days);
        Empty("checkpoints", checkpoints.Empty, now, days);
    }

    private void Empty(string what, Func<DateTimeOffset, long> empty, DateTimeOffset now, int days)
    {
        try
        {
            var freed = empty(now.AddDays(-days));
            if (freed > 0) LogFreed(freed, what, days);
        }
        // An exception that left the service would end the dashboard; the next round tries again.
        catch (Exception e) when (e is InputException or IOException or UnauthorizedAccessException)
        {
            LogFailure(e.Message);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(Pace);
        do Tidy(DateTimeOffset.UtcNow);
        while (await timer.NextAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Trash: {Bytes} bytes of {What} deleted more than {Days} days ago are removed")]
    private partial void LogFreed(long bytes, string what, int days);

    [LoggerMessage(Level = LogLevel.Error, Message = "Trash: {Reason}")]
    private partial void LogFailure(string reason);
}
