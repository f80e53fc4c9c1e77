using System.Diagnostics;
using System.Net.Sockets;

namespace TrmLab.Faults.Fuzzing;

/// <summary>Inputs that go to a real dashboard over the network; it must live, answer and stay small.</summary>
internal abstract class ServedReader : FuzzReader
{
    private const long LargestProcess = 1200L << 20;

    protected ServedReader()
    {
        Lab = Dashboard.StartAsync(new DashboardSettings { Fake = "", Options = ["--Logging:LogLevel:Default=Error"] }).GetAwaiter().GetResult();
    }

    public override int Threads => 32;

    protected Dashboard Lab { get; }

    public override void CheckHealth()
    {
        var process = Process.GetProcessById(Lab.ProcessId);
        FaultRun.Require(process.WorkingSet64 < LargestProcess, $"the dashboard takes {process.WorkingSet64 >> 20} MiB");
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(60) };
        FaultRun.Require(http.GetStringAsync(Lab.Url + "/healthz").GetAwaiter().GetResult() == "ok", "the dashboard is not well");
        FaultRun.Require(!Lab.Output.Contains("Unhandled exception", StringComparison.Ordinal), "an unhandled exception: " + Lab.Output[..Math.Min(Lab.Output.Length, 3000)]);
    }

    /// <summary>A connection that leaves no trace in the system's table when it closes.</summary>
    protected Socket Connect()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, LingerState = new LingerOption(true, 0), ReceiveTimeout = 15_000 };
        socket.Connect("127.0.0.1", Lab.Port);
        return socket;
    }

    public override void Dispose()
    {
        Lab.DisposeAsync().AsTask().GetAwaiter().GetResult();
        base.Dispose();
    }
}
