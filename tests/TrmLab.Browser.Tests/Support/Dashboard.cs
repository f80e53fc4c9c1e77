using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using TrmLab.Core.Runs;

namespace TrmLab.Browser.Tests.Support;

/// <summary>The real program as a process of its own, on a temporary data folder.</summary>
internal sealed class Dashboard : IAsyncDisposable
{
    private readonly string? _behaviour;
    private readonly StringBuilder _output = new();
    private Process _process;

    private Dashboard(string root, int port, string? behaviour)
    {
        Root = root;
        Port = port;
        _behaviour = behaviour;
        _process = Start();
    }

    public string Root { get; }

    /// <summary>Process id.</summary>
    public int ProcessId => _process.Id;

    public int Port { get; }

    public string Url => $"http://127.0.0.1:{Port}";

    public string Output
    {
        get
        {
            lock (_output) return _output.ToString();
        }
    }

    /// <summary>Starts it.</summary>
    /// <param name="fake">How the fake trainer behaves; null takes the real one.</param>
    public static async Task<Dashboard> StartAsync(string? fake)
    {
        var dashboard = new Dashboard(Directory.CreateTempSubdirectory("trmlab-browser-").FullName, FreePort(), fake);
        await dashboard.AnswersAsync();
        return dashboard;
    }

    /// <summary>Its only run.</summary>
    public RunDirectory TheRun() => RunDirectory.At(Assert.Single(Directory.GetDirectories(Path.Combine(Root, "runs"))));

    /// <summary>As by <c>kill -9</c>, then started again at the same address.</summary>
    public async Task KillAndRestartAsync(TimeSpan away)
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        await Task.Delay(away);
        _process.Dispose();
        _process = Start();
        await AnswersAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        foreach (var run in Directory.GetDirectories(Path.Combine(Root, "runs")).Select(RunDirectory.At).Where(RunLock.IsHeld))
        {
            if (Heartbeat.Read(run)?.Process is { } trainer && trainer.IsAlive()) Process.GetProcessById(trainer.Pid).Kill();
        }

        Directory.Delete(Root, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private Process Start()
    {
        // The current directory is not the checkout: nothing may depend on it.
        var start = new ProcessStartInfo("dotnet", [Outputs.Dashboard, "--urls", Url]) { WorkingDirectory = Root, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["TRMLAB_DATA"] = Root;
        if (_behaviour is not null)
        {
            start.Environment["Lab__TrainerPath"] = Outputs.FakeTrainer;
            start.Environment["FAKE_TRAINER"] = _behaviour;
        }

        var process = Process.Start(start)!;
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private void Keep(object sender, DataReceivedEventArgs e)
    {
        lock (_output) _output.AppendLine(e.Data);
    }

    private async Task AnswersAsync()
    {
        using var http = new HttpClient();
        for (var i = 0; i < 240; i++)
        {
            Assert.False(_process.HasExited, "the dashboard ended: " + Output);
            try
            {
                if ((await http.GetAsync(Url + "/healthz")).IsSuccessStatusCode) return;
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }

            await Task.Delay(250);
        }

        Assert.Fail("the dashboard does not answer: " + Output);
    }
}
