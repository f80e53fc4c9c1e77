using TrmLab.Core.Runs;
using TrmLab.Web.Components.Controls;
using TrmLab.Web.Hosting;
using TrmLab.Web.Lanes;
using TrmLab.Web.Store;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Alerts;

/// <summary>Looks for what a person should know: in all live runs, in those that have just ended (also while the dashboard was down), and at the disk.</summary>
public sealed partial class AlertWatch(AlertLog log, SettingsFile settings, RunIndex index, RunFolder folder, RunStates states, HostReader host, ILogger<AlertWatch> logger) : BackgroundService
{
    // The disk must have this much more than the threshold before its next shortage is news.
    private const double DiskRecovery = 1.1;

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(2);

    private bool _diskIsLow;
    private string? _lastFailure;

    /// <summary>One look; at runs only once all their states are known.</summary>
    internal void Look(DateTimeOffset now)
    {
        LookAtDisk(now);
        if (!states.AreKnown) return;
        var over = folder.All().Where(r => states.Of(r.Id) is { State.IsOver: true } s && !ReferenceEquals(s, RunStatus.Unknown)).Select(r => r.Id).ToHashSet();
        // Nobody wants to hear of the ends that came before the first look of all.
        var settled = log.Settled ?? over;
        var ended = over.Except(settled).ToArray();
        var live = states.Live;
        using (var db = index.Open())
        {
            foreach (var id in live.Concat(ended))
            {
                if (db.Runs.FirstOrDefault(r => r.Run == id) is not { } row) continue;
                var nonFinite = db.RunMetrics.Where(m => m.RunId == row.Id && m.NonFinite > 0).Join(db.Metrics, m => m.MetricId, m => m.Id, (m, name) => new { name.Name, m.NonFinite }).ToArray();
                foreach (var alert in RunAlerts.Of(row, states.Of(id), nonFinite.Select(m => (m.Name, (long)m.NonFinite)), settings.Current, now)) log.Raise(alert);
                if (settings.Current.AlertRunEnded && over.Contains(id) && WasTrainedHere(id)) log.Raise(RunAlerts.OfEnd(row, states.Of(id), now));
            }
        }

        // Those that are neither over nor live stay settled: in the trash, from which they may come back, or not readable now.
        log.Settle([.. settled.Except(live).Union(over)]);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(Pace);
        while (await timer.NextAsync(stoppingToken))
        {
            try
            {
                Look(DateTimeOffset.UtcNow);
                _lastFailure = null;
            }
            catch (Exception e)
            {
                if (_lastFailure != e.Message) LogFailure(e);
                _lastFailure = e.Message;
            }
        }
    }

    // Not of runs that were imported.
    private bool WasTrainedHere(string id) => folder.Of(id) is var run && (File.Exists(run.Launch) || File.Exists(run.Heartbeat)) && states.Of(id).State.Phase is not (RunPhase.Prepared or RunPhase.Imported);

    private void LookAtDisk(DateTimeOffset now)
    {
        var threshold = settings.Current.AlertDiskGigabytes * 1e9;
        if (threshold <= 0 || host.Disk() is not { } disk) return;
        if (!_diskIsLow && disk.Free < threshold)
        {
            _diskIsLow = true;
            var time = now.ToUnixTimeMilliseconds();
            log.Raise(new Alert { Kind = AlertKind.DiskLow, Text = $"only {Show.Bytes(disk.Free)} free of {Show.Bytes(disk.Total)} on the drive of the data folder", Key = $"{AlertKind.DiskLow}:{time}", Time = time });
        }
        else if (disk.Free > threshold * DiskRecovery)
        {
            _diskIsLow = false;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Looking for alerts failed; trying again")]
    private partial void LogFailure(Exception failure);
}
