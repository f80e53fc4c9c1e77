namespace TrmLab.Trainer.Distributed.Liveness;

/// <summary>
/// Acts at every interval on a thread of its own: all threads of the pool may be at work for longer than a rank may be silent. Tells how long
/// the process stood still, if it did (a suspended machine, one without a processor to spare, a clock that was set): then nobody can be judged
/// by that time.
/// </summary>
internal sealed class Pulse : IDisposable
{
    private readonly ManualResetEventSlim _end = new();

    /// <param name="limits">The interval, and how late a beat counts as standing still.</param>
    /// <param name="act">Called with the time that the process stood still since the last call; zero as a rule.</param>
    /// <param name="atOnce">Acts first before the first interval.</param>
    public Pulse(LivenessLimits limits, Action<TimeSpan> act, bool atOnce) => new Thread(() =>
    {
        var last = DateTime.UtcNow;
        if (atOnce) act(TimeSpan.Zero);
        while (!_end.Wait(limits.Interval))
        {
            var now = DateTime.UtcNow;
            act((now - last).Duration() > limits.Silence / 2 ? now - last : TimeSpan.Zero);
            last = now;
        }
    })
    { IsBackground = true, Name = "rank watch" }.Start();

    /// <summary>Ends it, also from within; a call that has begun goes on.</summary>
    public void Dispose() => _end.Set();
}
