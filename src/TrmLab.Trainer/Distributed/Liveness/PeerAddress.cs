using System.Net;
using System.Net.Sockets;
using TrmLab.Core;

namespace TrmLab.Trainer.Distributed.Liveness;

/// <summary>Where rank 0 listens, and the word by which it knows its own ranks.</summary>
/// <param name="Host">Machine name.</param>
/// <param name="Secret">Random; sent over the collectives, so a stranger who finds the port does not know it.</param>
internal sealed record PeerAddress(string Host, int Port, string Secret)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>As one line.</summary>
    public override string ToString() => $"{Host} {Port} {Secret}";

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static PeerAddress Parse(string text)
    {
        var words = text.Split(' ');
        return new PeerAddress(words[0], int.Parse(words[1]), words[2]);
    }

    /// <summary>Connects.</summary>
    /// <exception cref="InputException">Rank 0's machine cannot be reached.</exception>
    public TcpClient Connect()
    {
        var client = new TcpClient();
        try
        {
            // A machine's own name need not resolve on it.
            var connecting = Host == Environment.MachineName ? client.ConnectAsync(IPAddress.Loopback, Port) : client.ConnectAsync(Host, Port);
            if (connecting.Wait(Patience))
                return client;
            throw new TimeoutException("no answer");
        }
        catch (Exception e) when (e is AggregateException or TimeoutException)
        {
            client.Dispose();
            throw new InputException($"{Environment.MachineName} cannot reach rank 0 at {Host}:{Port} ({e.GetBaseException().Message}): machines of one run must allow connections between them", e);
        }
    }
}
