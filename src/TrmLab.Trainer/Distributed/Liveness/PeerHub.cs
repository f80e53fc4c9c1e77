using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace TrmLab.Trainer.Distributed.Liveness;

/// <summary>Rank 0's side of the watch: hears all ranks, judges them, and ends the run for all.</summary>
internal sealed class PeerHub : IRankWatch
{
    // A mistake that all ranks find, such as missing data, is rank 0's to report in its own words.
    private static readonly TimeSpan OwnWordsFirst = TimeSpan.FromSeconds(1);

    private readonly TcpListener _listener = new(IPAddress.Any, 0);
    private readonly Lock _gate = new();
    private readonly Dictionary<int, PeerRecord> _records = [];
    private readonly List<PeerConnection> _connections = [];
    private readonly RankProgress _progress;
    private readonly LivenessLimits _limits;
    private readonly Action<string> _lost;
    private Pulse? _pulse;
    private bool _over;

    /// <param name="lost">Called once, on any thread, with the reason for which the run must end.</param>
    public PeerHub(RankProgress progress, LivenessLimits limits, Action<string> lost)
    {
        (_progress, _limits, _lost) = (progress, limits, lost);
        _listener.Start();
        Address = new PeerAddress(Environment.MachineName, ((IPEndPoint)_listener.LocalEndpoint).Port, Convert.ToHexString(RandomNumberGenerator.GetBytes(16)));
        _records[0] = new PeerRecord(Name(0, Environment.ProcessId.ToString(), Environment.MachineName), default, DateTime.UtcNow, DateTime.UtcNow);
        new Thread(Accept) { IsBackground = true, Name = "rank watch" }.Start();
    }

    /// <summary>Where the others find it.</summary>
    public PeerAddress Address { get; }

    /// <summary>Starts to judge; call when all ranks have connected.</summary>
    public void Watch() => _pulse = new Pulse(_limits, Judge, atOnce: false);

    /// <summary>How a rank is called in messages.</summary>
    public static string Name(int rank, string process, string host) => $"rank {rank} (process {process} on {host})";

    /// <inheritdoc/>
    public void Fail(string reason) => End(reason, report: false);

    /// <inheritdoc/>
    public void Complete()
    {
        lock (_gate) _over = true;
        _pulse?.Dispose();
        Tell(PeerConnection.Bye, "");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Complete();
        _listener.Dispose();
        lock (_gate) _connections.ForEach(connection => connection.Dispose());
    }

    private void Accept()
    {
        try
        {
            while (true)
            {
                var client = _listener.AcceptTcpClient();
                new Thread(() => Hear(new PeerConnection(client))) { IsBackground = true, Name = "rank watch" }.Start();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The run is over.
        }
    }

    private void Hear(PeerConnection connection)
    {
        using var owned = connection;
        if (connection.Receive() is not { } hello || hello.Kind != Address.Secret || hello.Text.Split(' ') is not [var number, var process, var host] || !int.TryParse(number, out var rank))
            return;
        var record = new PeerRecord(Name(rank, process, host), default, DateTime.UtcNow, DateTime.UtcNow);
        lock (_gate)
        {
            _records[rank] = record;
            _connections.Add(connection);
        }

        while (connection.Receive() is { } line)
        {
            switch (line.Kind)
            {
                case PeerConnection.Alive when Beat.Parse(line.Text) is { } beat:
                    lock (_gate) _records[rank] = _records[rank].With(beat, DateTime.UtcNow);
                    break;
                case PeerConnection.Failed:
                    Thread.Sleep(OwnWordsFirst);
                    End($"{record.Name}: {line.Text}", report: true);
                    return;
                case PeerConnection.Bye:
                    lock (_gate) _records.Remove(rank);
                    return;
            }
        }

        End($"{record.Name} died", report: true);
    }

    private void Judge(TimeSpan still)
    {
        string? reason;
        lock (_gate)
        {
            if (_over) return;
            foreach (var rank in _records.Keys) _records[rank] = _records[rank].Later(still);
            _records[0] = _records[0].With(_progress.Now(), DateTime.UtcNow);
            reason = HangRule.Verdict(_records.Values, _limits, DateTime.UtcNow);
        }

        Tell(PeerConnection.Alive, "");
        if (reason is not null) End(reason, report: true);
    }

    private void End(string reason, bool report)
    {
        lock (_gate)
        {
            if (_over) return;
            _over = true;
        }

        _pulse?.Dispose();
        try
        {
            if (report) _lost(reason);
        }
        finally
        {
            Tell(PeerConnection.Abort, reason);
        }
    }

    private void Tell(string kind, string text)
    {
        PeerConnection[] all;
        lock (_gate) all = [.. _connections];
        foreach (var connection in all) connection.Send(kind, text);
    }
}
