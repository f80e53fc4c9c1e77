using TrmLab.Core;
using TrmLab.Core.Runs;
using TrmLab.Web.Lanes;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Queue;

/// <summary>Starts the next run of a lane whenever the lane is free, however the run before it ended.</summary>
public sealed partial class QueueFeeder(LaunchQueue queue, RunLanes lanes, LaneOccupancy occupancy, RunStarter starter, RunStates states, RunFolder folder, ILogger<QueueFeeder> logger) : BackgroundService
{
    // So many trainers in a row that never took their runs are the machine's fault, not the runs': the rest of the queue is spared.
    private const int MostStillborn = 3;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);

    private readonly Dictionary<string, Queue<string>> _started = [];
    private string? _lastFailure;

    /// <summary>One round over all lanes.</summary>
    internal void Feed()
    {
        foreach (var lane in lanes.All)
        {
            // Starts that a crash cut short: they hold their place on the lane already.
            Start(lane, [.. queue.Of(lane.Id).Entries.Where(e => e.Starting)]);
            if (Stillborn(lane.Id) is { } reason) HoldFor(lane, reason);
            var next = new List<QueueEntry>();
            for (var free = lane.Capacity - occupancy.Now()[lane.Id].Count(); free > 0 && queue.Begin(lane.Id) is { } entry; free--) next.Add(entry);
            Start(lane, next);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(Pace);
        var looked = false;
        do
        {
            try
            {
                if (!looked)
                {
                    // Who trains now must be known before anything is called free.
                    queue.Prune();
                    states.Look(DateTimeOffset.UtcNow);
                    looked = true;
                }

                Feed();
                _lastFailure = null;
            }
            catch (Exception e)
            {
                if (_lastFailure != e.Message) LogFailure(e);
                _lastFailure = e.Message;
            }
        }
        while (await timer.NextAsync(stoppingToken));
    }

    private void Start(IRunLane lane, IReadOnlyList<QueueEntry> entries)
    {
        var arrays = lane.TakesArrays ? entries.Where(e => e.Config is not null).GroupBy(e => e.Request).Where(g => g.Count() > 1).Select(g => g.ToArray()).ToArray() : [];
        foreach (var array in arrays) Start(lane, array, () => starter.StartAll(array, lane));
        foreach (var entry in entries.Except(arrays.SelectMany(a => a))) Start(lane, [entry], () => starter.Start(entry, lane));
    }

    private void Start(IRunLane lane, IReadOnlyList<QueueEntry> entries, Action start)
    {
        try
        {
            start();
        }
        catch (InputException e)
        {
            foreach (var entry in entries)
            {
                queue.Refuse(lane.Id, entry, e.Message);
                LogRefused(entry.Name, lane.Name, e.Message);
            }

            return;
        }

        foreach (var entry in entries)
        {
            queue.Done(lane.Id, entry.Id);
            LogStarted(entry.Name, lane.Name, entry.Run!);
            Remember(lane.Id, entry.Run!);
        }
    }

    private void Remember(string lane, string run)
    {
        if (!_started.TryGetValue(lane, out var last)) last = _started[lane] = [];
        last.Enqueue(run);
        if (last.Count > MostStillborn) last.Dequeue();
    }

    // Why the last trainers of a lane did not take their runs; null if one of them did.
    private string? Stillborn(string lane)
    {
        if (!_started.TryGetValue(lane, out var last) || last.Count < MostStillborn) return null;
        var errors = last.Select(run => LaunchRecord.Read(folder.Of(run))?.Error).ToArray();
        return errors.All(e => e is not null) ? errors[^1] : null;
    }

    private void HoldFor(IRunLane lane, string reason)
    {
        _started.Remove(lane.Id);
        if (queue.Of(lane.Id) is { Held: true } or { Entries.Count: 0 }) return;
        queue.HoldLane(lane, true, $"held after {MostStillborn} trainers in a row did not start: {reason}");
        LogHeld(lane.Name, reason);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Queue: {Lane} is held, its last trainers did not start: {Reason}")]
    private partial void LogHeld(string lane, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Queue: {Name} started on {Lane} as run {Run}")]
    private partial void LogStarted(string name, string lane, string run);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Queue: {Name} on {Lane} could not be started and is held: {Reason}")]
    private partial void LogRefused(string name, string lane, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Feeding the lanes failed; trying again")]
    private partial void LogFailure(Exception failure);
}
