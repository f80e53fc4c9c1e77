using TrmLab.Core.Runs;

namespace TrmLab.Trainer.Training;

/// <summary>Rewrites the run's heartbeat every second from a thread of its own, also during a long evaluation.</summary>
public sealed class HeartbeatTimer : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly RunDirectory _run;
    private readonly Timer _timer;
    private long _step;
    private volatile string _activity = "starting";

    public HeartbeatTimer(RunDirectory run)
    {
        _run = run;
        _timer = new Timer(_ => Beat(), null, TimeSpan.Zero, Interval);
    }

    /// <summary>Says what the trainer does now.</summary>
    public void Set(long step, string activity)
    {
        Volatile.Write(ref _step, step);
        _activity = activity;
    }

    public void Dispose()
    {
        _timer.Dispose();
        Beat();
    }

    private void Beat()
    {
        try
        {
            new Heartbeat
            {
                Time = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(),
                Step = Volatile.Read(ref _step),
                Activity = _activity,
                Process = ProcessIdentity.Current,
            }.Write(_run);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The lock is what counts; a heartbeat that cannot be written must not end a run.
        }
    }
}
