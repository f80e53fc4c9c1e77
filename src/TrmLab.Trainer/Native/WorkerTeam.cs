namespace TrmLab.Trainer.Native;

/// <summary>
/// Threads that work in step: each call runs the work once per thread and returns when all are done. Who does what depends on the thread's
/// number alone, never on timing, so results repeat bit for bit.
/// </summary>
internal sealed class WorkerTeam : IDisposable
{
    private readonly Barrier _barrier;
    private readonly Thread[] _threads;
    private readonly Exception?[] _failures;
    private Action<int> _work = _ => { };
    private volatile bool _stopped;

    /// <param name="size">Threads, the caller's included.</param>
    public WorkerTeam(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        Size = size;
        _barrier = new Barrier(size);
        _failures = new Exception?[size];
        _threads = new Thread[size - 1];
        for (var i = 0; i < _threads.Length; i++)
        {
            var number = i + 1;
            _threads[i] = new Thread(() => Loop(number)) { IsBackground = true, Name = $"native step {number}" };
            _threads[i].Start();
        }
    }

    public int Size { get; }

    /// <summary>Runs <paramref name="work"/> with 0..Size-1, number 0 on the calling thread; rethrows the first failure by number.</summary>
    public void Run(Action<int> work)
    {
        ObjectDisposedException.ThrowIf(_stopped, this);
        _work = work;
        _barrier.SignalAndWait();
        Try(0);
        _barrier.SignalAndWait();
        if (Array.Find(_failures, failure => failure is not null) is { } failed)
        {
            Array.Clear(_failures);
            throw new InvalidOperationException($"A thread of the native step failed: {failed.Message}", failed);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_stopped)
            return;
        _stopped = true;
        _barrier.SignalAndWait();
        foreach (var thread in _threads)
            thread.Join();
        _barrier.Dispose();
    }

    private void Loop(int number)
    {
        while (true)
        {
            _barrier.SignalAndWait();
            if (_stopped)
                return;
            Try(number);
            _barrier.SignalAndWait();
        }
    }

    private void Try(int number)
    {
        try
        {
            _work(number);
        }
        catch (Exception failure)
        {
            _failures[number] = failure;
        }
    }
}
