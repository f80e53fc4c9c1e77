using System.Net.Sockets;
using TrmLab.Core;

namespace TrmLab.Faults.Fuzzing;

/// <summary>
/// A connection for each thread; behind every message comes a good one, which must be answered unless the server hung up. Nearly every
/// damaged message makes it hang up, so the next connection's opening, handshake, message and question leave as one packet.
/// </summary>
internal sealed class HubFuzzReader : ServedReader
{
    private const int Patience = 100;

    private static readonly byte[] Handshake = WebSocketFrames.Text("{\"protocol\":\"json\",\"version\":1}\u001e"u8);

    // Half a record would swallow the question.
    private static readonly byte[] End = WebSocketFrames.Text([0x1e]);

    [ThreadStatic] private static Line? _line;

    public override void Read(byte[] input)
    {
        var isNew = _line is null;
        var line = _line ??= new Line(Connect());
        var question = Samples.Utf8($"\"q{++line.Asked}\"");
        var ask = WebSocketFrames.Text([.. "{\"type\":1,\"invocationId\":"u8, .. question, .. ",\"target\":\"ListRuns\",\"arguments\":[]}\u001e"u8]);
        try
        {
            line.Socket.Send([.. isNew ? [.. Opening(), .. Handshake] : Array.Empty<byte>(), .. WebSocketFrames.Text(input), .. input is [.., 0x1e] ? [] : End, .. ask]);
            if (line.Frames.IsAnswered(question, Patience, () => HubMessages.IsLeftOut(input))) return;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown or SocketError.NotConnected)
        {
            // The server hung up without a word.
        }

        line.Socket.Dispose();
        _line = null;
        throw new InputException("the server hung up, or left it out");
    }

    private byte[] Opening() => Samples.Utf8(
        $"GET /hubs/runs HTTP/1.1\r\nHost: 127.0.0.1:{Lab.Port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");

    private sealed class Line(Socket socket)
    {
        public Socket Socket { get; } = socket;

        public WebSocketFrames Frames { get; } = new(socket);

        public long Asked { get; set; }
    }
}
