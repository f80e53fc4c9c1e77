using System.Net.Sockets;
using TrmLab.Core;

namespace TrmLab.Faults.Fuzzing;

/// <summary>
/// One connection for each request; behind it comes a good one that ends it, so that half a request is a whole one. All that is answered
/// is read, until the server closes.
/// </summary>
internal sealed class HttpReader : ServedReader
{
    // Longer than an answer takes with all threads at work, so that only a body that was promised and does not come is waited for.
    private const int Patience = 250;

    private static readonly byte[] Tail = Samples.Utf8("\r\n\r\nGET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");

    [ThreadStatic] private static byte[]? _buffer;

    public override void Read(byte[] input)
    {
        var answer = Answer(input);
        // Closed without an answer: no HTTP at all.
        if (answer.IsEmpty) throw new InputException("no answer");
        FaultRun.Require(answer.StartsWith("HTTP/1.1 "u8) && answer.Length >= 12, "no HTTP answer: " + Status(answer));
        for (var rest = answer; rest.IndexOf("HTTP/1.1 5"u8) is var at and >= 0; rest = rest[(at + 10)..])
        {
            FaultRun.Require(rest[at..].StartsWith("HTTP/1.1 505"u8) || rest[at..].StartsWith("HTTP/1.1 501"u8), "answered with " + Status(rest[at..]));
        }

        if (answer[9] == '4') throw new InputException("refused");
    }

    private static string Status(ReadOnlySpan<byte> answer) => System.Text.Encoding.Latin1.GetString(answer[..Math.Min(answer.Length, 40)]);

    // What fits into the buffer; of more only the end is thrown away.
    private ReadOnlySpan<byte> Answer(byte[] input)
    {
        var buffer = _buffer ??= new byte[1 << 20];
        using var socket = Connect();
        var (filled, isOver) = (0, false);
        try
        {
            socket.Send(input);
            socket.Send(Tail);
            socket.ReceiveTimeout = Patience;
            while (filled < buffer.Length)
            {
                try
                {
                    var received = socket.Receive(buffer, filled, buffer.Length - filled, SocketFlags.None);
                    if (received == 0) break;
                    filled += received;
                }
                catch (SocketException e) when (!isOver && e.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock)
                {
                    // It waits for more: there is none, and now it has to close.
                    isOver = true;
                    socket.Shutdown(SocketShutdown.Send);
                    socket.ReceiveTimeout = 15_000;
                }
            }
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown or SocketError.NotConnected)
        {
            // Closed at once; what was answered before counts.
        }

        return buffer.AsSpan(0, filled);
    }
}
