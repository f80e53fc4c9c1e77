using Microsoft.Extensions.Options;
using TrmLab.Web.Hosting;
using TrmLab.Web.Store;

namespace TrmLab.Web.Supervision;

/// <summary>Derives all states again and again, beginning at the start of the program.</summary>
public sealed partial class RunWatcher(RunStates states, RunIndex index, IOptions<LabOptions> options, ILogger<RunWatcher> logger) : BackgroundService
{
    private string? _lastFailure;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(options.Value.WatchIntervalMilliseconds));
        do
        {
            try
            {
                states.Look(DateTimeOffset.UtcNow);
                _lastFailure = null;
            }
            catch (Exception e)
            {
                index.Report(e);
                if (_lastFailure != e.Message) LogFailure(e);
                _lastFailure = e.Message;
            }
        }
        while (await timer.NextAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Looking at the runs' states failed; trying again")]
    private partial void LogFailure(Exception failure);
}
