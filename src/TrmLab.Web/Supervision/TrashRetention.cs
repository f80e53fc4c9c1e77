using TrmLab.Core;
using TrmLab.Web.Hosting;

namespace TrmLab.Web.Supervision;

/// <summary>Removes deleted runs for good once they are as old as the settings say.</summary>
public sealed partial class TrashRetention(RunTrash trash, SettingsFile settings, ILogger<TrashRetention> logger) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromHours(1);

    /// <summary>One round.</summary>
    internal void Tidy(DateTimeOffset now)
    {
        if (settings.Current.TrashDays is not (> 0 and var days)) return;
        try
        {
            var freed = trash.Empty(now.AddDays(-days));
            if (freed > 0) LogFreed(freed, days);
        }
        catch (InputException e)
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

    [LoggerMessage(Level = LogLevel.Information, Message = "Trash: {Bytes} bytes of runs deleted more than {Days} days ago are removed")]
    private partial void LogFreed(long bytes, int days);

    [LoggerMessage(Level = LogLevel.Error, Message = "Trash: {Reason}")]
    private partial void LogFailure(string reason);
}
