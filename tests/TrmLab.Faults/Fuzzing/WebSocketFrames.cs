using System.Buffers.Binary;
using System.Net.Sockets;

namespace TrmLab.Faults.Fuzzing;

/// <summary>Just enough of RFC 6455 to put a message right behind the opening, which a client that waits for the answer cannot.</summary>
/// <param name="socket">A connection of which nothing was read yet, the answer to the opening included.</param>
internal sealed class WebSocketFrames(Socket socket)
{
    private const int Close = 8;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    private readonly byte[] _buffer = new byte[128 * 1024];
    private int _filled;
    private bool _isOpen;

    /// <summary>A whole text message, masked by zeros as a client's must be.</summary>
    public static byte[] Text(ReadOnlySpan<byte> message)
    {
        var head = message.Length switch
        {
            < 126 => (byte[])[0x81, (byte)(0x80 | message.Length)],
            <= ushort.MaxValue => [0x81, 0x80 | 126, (byte)(message.Length >> 8), (byte)message.Length],
            _ => [0x81, 0x80 | 127, 0, 0, 0, 0, (byte)(message.Length >> 24), (byte)(message.Length >> 16), (byte)(message.Length >> 8), (byte)message.Length],
        };
        return [.. head, 0, 0, 0, 0, .. message];
    }

    /// <summary>Reads until a message holds <paramref name="words"/>; false if the server hangs up before.</summary>
    /// <param name="words">What the answer holds.</param>
    /// <param name="patience">Milliseconds after which <paramref name="mayBeSilent"/> is asked whether the server may keep silent.</param>
    /// <param name="mayBeSilent">If so, false is returned.</param>
    /// <exception cref="FaultFailure">Neither happens within 15 s.</exception>
    public bool IsAnswered(ReadOnlySpan<byte> words, int patience, Func<bool> mayBeSilent)
    {
        socket.ReceiveTimeout = patience;
        while (true)
        {
            while (TakeMessage(out var opcode, out var message))
            {
                if (opcode == Close) return false;
                if (message.IndexOf(words) >= 0) return true;
            }

            try
            {
                FaultRun.Require(_filled < _buffer.Length, "a message that is longer than any the hub has to send");
                var received = socket.Receive(_buffer, _filled, _buffer.Length - _filled, SocketFlags.None);
                if (received == 0) return false;
                _filled += received;
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock)
            {
                FaultRun.Require(socket.ReceiveTimeout == patience, $"no answer within {Longest.TotalSeconds:0} s");
                if (mayBeSilent()) return false;
                socket.ReceiveTimeout = (int)Longest.TotalMilliseconds;
            }
        }
    }

    // The head of the HTTP answer, then one frame after the other.
    private bool TakeMessage(out int opcode, out ReadOnlySpan<byte> message)
    {
        opcode = 0;
        message = default;
        if (!_isOpen)
        {
            var end = _buffer.AsSpan(0, _filled).IndexOf("\r\n\r\n"u8);
            if (end < 0) return false;
            FaultRun.Require(_buffer.AsSpan().StartsWith("HTTP/1.1 101"u8), "no WebSocket: " + System.Text.Encoding.Latin1.GetString(_buffer, 0, Math.Min(end, 200)));
            Drop(end + 4);
            _isOpen = true;
        }

        if (_filled < 2) return false;
        var (head, length) = (2, (long)_buffer[1]);
        if (length == 126) (head, length) = (4, _filled < 4 ? long.MaxValue : BinaryPrimitives.ReadUInt16BigEndian(_buffer.AsSpan(2)));
        else if (length == 127) (head, length) = (10, _filled < 10 ? long.MaxValue : BinaryPrimitives.ReadInt64BigEndian(_buffer.AsSpan(2)));
        if (length > _filled - head) return false;
        opcode = _buffer[0] & 15;
        message = _buffer.AsSpan(head, (int)length).ToArray();
        Drop(head + (int)length);
        return true;
    }

    private void Drop(int count)
    {
        _filled -= count;
        Buffer.BlockCopy(_buffer, count, _buffer, 0, _filled);
    }
}
