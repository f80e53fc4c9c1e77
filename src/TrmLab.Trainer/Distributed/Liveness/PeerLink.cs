namespace TrmLab.Trainer.Distributed.Liveness;

/// <summary>The side of the watch of every rank but 0: tells rank 0 that it lives, and ends when rank 0 says so or is gone.</summary>
internal sealed class PeerLink : IRankWatch
{
    private static readonly TimeSpan AbortComes = TimeSpan.FromSeconds(10);

    private readonly PeerConnection _connection;
    private readonly RankProgress _progress;
    private readonly LivenessLimits _limits;
    private readonly Action<string> _lost;
    private readonly Action _ordered;
    private readonly Pulse _pulse;
    private readonly ManualResetEventSlim _ended = new();
    private DateTime _heard = DateTime.UtcNow;
    private int _over;

    /// <param name="lost">Called once, on any thread, if rank 0 is gone.</param>
    /// <param name="ordered">Called once, on any thread, if rank 0 ends the run: it has said why.</param>
    public PeerLink(PeerAddress address, int rank, RankProgress progress, LivenessLimits limits, Action<string> lost, Action ordered)
    {
        (_progress, _limits, _lost, _ordered) = (progress, limits, lost, ordered);
        _connection = new PeerConnection(address.Connect());
        _connection.Send(address.Secret, $"{rank} {Environment.ProcessId} {Environment.MachineName}");
        _pulse = new Pulse(limits, Beat, atOnce: true);
        new Thread(Hear) { IsBackground = true, Name = "rank watch" }.Start();
    }

    /// <inheritdoc/>
    public void Fail(string reason)
    {
        _connection.Send(PeerConnection.Failed, reason);
        _ended.Wait(AbortComes);
    }

    /// <inheritdoc/>
    public void Complete()
    {
        if (Interlocked.Exchange(ref _over, 1) == 1) return;
        _pulse.Dispose();
        _connection.Send(PeerConnection.Bye);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Complete();
        _connection.Dispose();
    }

    private void Beat(TimeSpan still)
    {
        _heard += still;
        _connection.Send(PeerConnection.Alive, _progress.Now().ToString());
        var silent = DateTime.UtcNow - _heard;
        // Later than rank 0 would judge: it should speak first.
        if (silent > _limits.Hung) End(() => _lost($"rank 0 has not been heard for {silent.TotalSeconds:0} s: frozen, or cut off from the network"));
    }

    private void Hear()
    {
        while (_connection.Receive() is { } line)
        {
            _heard = DateTime.UtcNow;
            if (line.Kind == PeerConnection.Bye)
            {
                Complete();
                return;
            }

            if (line.Kind != PeerConnection.Abort) continue;
            End(_ordered);
            return;
        }

        End(() => _lost("rank 0 died"));
    }

    private void End(Action act)
    {
        if (Interlocked.Exchange(ref _over, 1) == 1) return;
        _pulse.Dispose();
        act();
        _ended.Set();
    }
}
