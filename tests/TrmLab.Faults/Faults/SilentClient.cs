using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace TrmLab.Faults.Faults;

/// <summary>A program that asks for all points of a fast run and then does not read: the server must not pile them up for it, nor lose them.</summary>
internal static class SilentClient
{
    private const int Steps = 20_000;

    public static async Task<string> TryAsync(FaultRun fault)
    {
        await using var lab = await Dashboard.StartAsync(new DashboardSettings { Root = Directory.CreateDirectory(fault["data"]).FullName, Fake = "" });
        long most = 0, before = 0;
        for (var n = 1; n <= fault.Count; n++)
        {
            var run = Trainers.RunOf(lab.Root, $"run-{n:000}");
            using var trainer = Trainers.Fake(run, $"steps={Steps};rate=0;evaluate=5000");
            await FaultRun.UntilAsync(async () => (await HubReader.TryRunsAsync(lab.Url) ?? []).Any(r => r.Run == run.Id), fault.Limit(30), () => "the run is known");
            if (n == 1) before = MemoryOf(lab);
            using var socket = await AskAsync(lab, run.Id);
            // Meanwhile others are served.
            await FaultRun.UntilAsync(
                async () => (await HubReader.TryRunsAsync(lab.Url) ?? []).Any(r => r.Run == run.Id && r.Step == Steps && r.Phase == "Finished"),
                fault.Limit(60),
                () => "the run is Finished for others");
            most = Math.Max(most, MemoryOf(lab));
            await ReadAllAsync(fault, socket, run.Id);
        }

        FaultRun.Require(most < before + 250, $"the server grew from {before} to {most} MiB");
        return $"{Steps:N0} points each came in order and once after the silence; the server held {most} MiB at most";
    }

    private static long MemoryOf(Dashboard lab)
    {
        using var server = Process.GetProcessById(lab.ProcessId);
        return server.WorkingSet64 >> 20;
    }

    private static async Task<ClientWebSocket> AskAsync(Dashboard lab, string run)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetBuffer(4096, 4096);
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{lab.Port}/hubs/runs"), CancellationToken.None);
        await SendAsync(socket, """{"protocol":"json","version":1}""");
        await SendAsync(socket, $$"""{"type":4,"invocationId":"1","target":"StreamPoints","arguments":["{{run}}",-1]}""");
        return socket;
    }

    private static async Task ReadAllAsync(FaultRun fault, ClientWebSocket socket, string run)
    {
        using var late = new CancellationTokenSource(fault.Limit(60));
        var text = new StringBuilder();
        var buffer = new byte[64 * 1024];
        long last = 0;
        var ended = false;
        while (!ended)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(), late.Token);
            FaultRun.Require(received.MessageType != WebSocketMessageType.Close, $"{run}: the server hung up at step {last}");
            text.Append(Encoding.UTF8.GetString(buffer, 0, received.Count));
            var records = text.ToString().Split('\u001e');
            text.Clear().Append(records[^1]);
            foreach (var record in records[..^1]) ended |= Take(record, ref last);
        }

        FaultRun.Require(last == Steps, $"{run}: the stream ended at step {last}");
    }

    private static bool Take(string record, ref long last)
    {
        using var message = JsonDocument.Parse(record);
        if (!message.RootElement.TryGetProperty("item", out var batch)) return false;
        foreach (var series in batch.GetProperty("series").EnumerateArray().Where(s => s.GetProperty("metric").GetString() == "train/lm_loss"))
        {
            foreach (var step in series.GetProperty("steps").EnumerateArray())
            {
                FaultRun.Require(step.GetInt64() == last + 1, $"step {step} after {last}");
                last = step.GetInt64();
            }
        }

        return batch.GetProperty("ended").GetBoolean();
    }

    private static Task SendAsync(ClientWebSocket socket, string message) => socket.SendAsync(Encoding.UTF8.GetBytes(message + "\u001e"), WebSocketMessageType.Text, true, CancellationToken.None);
}
