using System.Net.WebSockets;
using TrmLab.Core;

namespace TrmLab.Faults.Fuzzing;

/// <summary>A WebSocket for each thread; behind every message comes a good one, which must be answered unless the server hung up.</summary>
internal sealed class HubFuzzReader : ServedReader
{
    private static readonly byte[] Handshake = Samples.Utf8("{\"protocol\":\"json\",\"version\":1}\u001e");
    private static readonly byte[] Question = Samples.Utf8("{\"type\":1,\"invocationId\":\"question\",\"target\":\"ListRuns\",\"arguments\":[]}\u001e");

    private static readonly byte[] End = [0x1e];

    [ThreadStatic] private static ClientWebSocket? _socket;
    [ThreadStatic] private static byte[]? _buffer;

    public override void Read(byte[] input) => ReadAsync(input).GetAwaiter().GetResult();

    private async Task ReadAsync(byte[] input)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        var socket = _socket is { State: WebSocketState.Open } ? _socket : _socket = await OpenAsync(late.Token);
        var buffer = _buffer ??= new byte[64 * 1024];
        try
        {
            await socket.SendAsync(input, WebSocketMessageType.Text, true, late.Token);
            // Half a record would swallow the question.
            if (input is not [.., 0x1e]) await socket.SendAsync(End, WebSocketMessageType.Text, true, late.Token);
            await socket.SendAsync(Question, WebSocketMessageType.Text, true, late.Token);
            while (true)
            {
                var received = await socket.ReceiveAsync(buffer.AsMemory(), late.Token);
                if (received.MessageType == WebSocketMessageType.Close) break;
                if (buffer.AsSpan(0, received.Count).IndexOf("question"u8) >= 0) return;
            }
        }
        catch (WebSocketException)
        {
            // The server hung up without a word.
        }

        socket.Abort();
        throw new InputException("the server hung up");
    }

    private async Task<ClientWebSocket> OpenAsync(CancellationToken cancellation)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{Lab.Port}/hubs/runs"), cancellation);
        await socket.SendAsync(Handshake, WebSocketMessageType.Text, true, cancellation);
        await socket.ReceiveAsync(new byte[1024], cancellation);
        return socket;
    }
}
