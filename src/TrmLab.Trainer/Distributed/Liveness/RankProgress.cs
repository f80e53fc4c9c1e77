using System.Diagnostics;

namespace TrmLab.Trainer.Distributed.Liveness;

/// <summary>How far this rank's training thread is; written by it, read by the thread that tells the others.</summary>
internal sealed class RankProgress
{
    private readonly Lock _gate = new();
    private readonly Stopwatch _sinceTurn = Stopwatch.StartNew();
    private TimeSpan _waited;
    private long _entered;
    private bool _waiting;
    private double _gap;
    private int _busy;

    /// <summary>Time in collectives so far: moving data, and waiting for slower ranks.</summary>
    public TimeSpan Waited
    {
        get
        {
            lock (_gate) return _waited;
        }
    }

    /// <summary>The training thread enters a collective.</summary>
    public void Enter()
    {
        lock (_gate) (_entered, _waiting, _gap) = (_entered + 1, true, _sinceTurn.Elapsed.TotalSeconds);
        _sinceTurn.Restart();
    }

    /// <summary>The training thread has its result.</summary>
    public void Leave()
    {
        lock (_gate) (_waiting, _waited) = (false, _waited + _sinceTurn.Elapsed);
        _sinceTurn.Restart();
    }

    /// <summary>Says that this rank does something at length that the others do not, such as saving; dispose when it is done.</summary>
    public IDisposable Busy()
    {
        Interlocked.Increment(ref _busy);
        return new Ending(() => Interlocked.Decrement(ref _busy));
    }

    /// <summary>Where the rank is now.</summary>
    public Beat Now()
    {
        lock (_gate) return new Beat(_entered, _waiting, Volatile.Read(ref _busy) > 0, _gap);
    }

    private sealed class Ending(Action end) : IDisposable
    {
        private Action? _end = end;

        public void Dispose() => Interlocked.Exchange(ref _end, null)?.Invoke();
    }
}
