using Microsoft.Extensions.Options;
using TrmLab.Core.Runs;
using TrmLab.Web.Hosting;
using TrmLab.Web.Store;

namespace TrmLab.Web.Supervision;

/// <summary>Follows the logs: those that grew a moment ago at every tick, all others once a second.</summary>
public sealed partial class RunLogIngestor(RunIngest ingest, RunIndex index, IOptions<LabOptions> options, ILogger<RunLogIngestor> logger) : BackgroundService
{
    private static readonly TimeSpan FullRound = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StaysHot = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, (long Length, DateTime Grew)> _seen = [];
    private readonly Dictionary<string, string> _unread = [];
    private string? _lastFailure;
    private int _generation;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var tick = TimeSpan.FromMilliseconds(options.Value.TailIntervalMilliseconds);
        using var timer = new PeriodicTimer(tick);
        IReadOnlyList<RunDirectory> runs = [];
        var nextRound = DateTime.MinValue;
        do
        {
            try
            {
                var full = DateTime.UtcNow >= nextRound;
                if (full)
                {
                    // First: a rebuild that fails is tried again by the next round, not at every tick.
                    nextRound = DateTime.UtcNow + FullRound;
                    if (index.Trouble() is { } trouble) Rebuild(trouble);
                    // Somebody replaced it: an empty index knows nothing of what was read.
                    if (_generation != index.Generation) _seen.Clear();
                    _generation = index.Generation;
                    runs = ingest.Discover();
                    foreach (var gone in _seen.Keys.Except(runs.Select(r => r.Id)).ToArray()) _seen.Remove(gone);
                }

                foreach (var run in runs)
                {
                    if (full || IsHot(run.Id)) TryLook(run);
                    stoppingToken.ThrowIfCancellationRequested();
                }

                _lastFailure = null;
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception e)
            {
                // The next tick tries again; of damage, the next round builds the index anew.
                index.Report(e);
                if (_lastFailure != e.Message) LogFailure(e);
                _lastFailure = e.Message;
            }
        }
        while (await timer.NextAsync(stoppingToken));
    }

    private bool IsHot(string run) => _seen.TryGetValue(run, out var seen) && DateTime.UtcNow - seen.Grew < StaysHot;

    // A log that cannot be read now (network, rights) must not hold up the others.
    private void TryLook(RunDirectory run)
    {
        try
        {
            Look(run);
            _unread.Remove(run.Id);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (_unread.GetValueOrDefault(run.Id) != e.Message) LogUnread(run.Id, e.Message);
            _unread[run.Id] = e.Message;
        }
    }

    private void Look(RunDirectory run)
    {
        var length = File.Exists(run.Log) ? new FileInfo(run.Log).Length : 0;
        var known = _seen.TryGetValue(run.Id, out var seen);
        if (known && seen.Length == length) return;
        ingest.CatchUp(run);
        _seen[run.Id] = (length, known ? DateTime.UtcNow : DateTime.MinValue);
    }

    private void Rebuild(string reason)
    {
        index.Replace();
        LogRebuild(reason);
        _seen.Clear();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The index is built anew from the run directories: {Reason}")]
    private partial void LogRebuild(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Run {Run}: its log cannot be read, trying again: {Reason}")]
    private partial void LogUnread(string run, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Reading the run logs failed; trying again")]
    private partial void LogFailure(Exception failure);
}
