using System.Net.Sockets;
using System.Text;
using TrmLab.Core;

namespace TrmLab.Faults.Fuzzing;

/// <summary>One connection for each request; behind it comes a good one that ends it, so that half a request is a whole one.</summary>
internal sealed class HttpReader : ServedReader
{
    private static readonly byte[] Tail = Samples.Utf8("\r\n\r\nGET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");

    [ThreadStatic] private static byte[]? _buffer;

    public override void Read(byte[] input)
    {
        _buffer ??= new byte[64 * 1024];
        using var socket = Connect();
        string status;
        try
        {
            // A body that was promised and does not come is waited for: not here.
            socket.ReceiveTimeout = 500;
            socket.Send(input);
            socket.Send(Tail);
            var filled = 0;
            while (filled < 15 && socket.Receive(_buffer, filled, _buffer.Length - filled, SocketFlags.None) is var n and > 0) filled += n;
            status = Encoding.Latin1.GetString(_buffer, 0, Math.Min(filled, 15));
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown or SocketError.NotConnected or SocketError.TimedOut or SocketError.WouldBlock)
        {
            throw new InputException("the connection was closed, or more was waited for");
        }

        // Closed without an answer: no HTTP at all.
        if (status.Length == 0) throw new InputException("no answer");
        FaultRun.Require(status.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) && status.Length >= 12, "no HTTP answer: " + status);
        FaultRun.Require(status[9] != '5' || status[9..12] is "505" or "501", "answered with " + status);
        if (status[9] == '4') throw new InputException("refused");
    }
}
