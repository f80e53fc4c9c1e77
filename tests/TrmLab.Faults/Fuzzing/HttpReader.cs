using System.Net.Sockets;
using System.Text;
using TrmLab.Core;

namespace TrmLab.Faults.Fuzzing;

/// <summary>One connection for each request, which is closed behind it, so that half a request ends too.</summary>
internal sealed class HttpReader : ServedReader
{
    [ThreadStatic] private static byte[]? _buffer;

    public override void Read(byte[] input)
    {
        _buffer ??= new byte[64 * 1024];
        using var socket = Connect();
        string status;
        try
        {
            socket.Send(input);
            socket.Shutdown(SocketShutdown.Send);
            var filled = 0;
            while (filled < 15 && socket.Receive(_buffer, filled, _buffer.Length - filled, SocketFlags.None) is var n and > 0) filled += n;
            status = Encoding.Latin1.GetString(_buffer, 0, Math.Min(filled, 15));
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown or SocketError.NotConnected)
        {
            throw new InputException("the connection was closed");
        }

        // Half a request, closed by the sender, needs no answer.
        if (status.Length == 0) throw new InputException("no answer");
        FaultRun.Require(status.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) && status.Length >= 12, "no HTTP answer: " + status);
        FaultRun.Require(status[9] != '5' || status[9..12] is "505" or "501", "answered with " + status);
        if (status[9] == '4') throw new InputException("refused");
    }
}
