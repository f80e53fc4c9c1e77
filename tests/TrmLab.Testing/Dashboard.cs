using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using TrmLab.Core.Runs;

namespace TrmLab.Testing;

/// <summary>The real program as a process of its own.</summary>
public sealed class Dashboard : IAsyncDisposable
{
    private readonly DashboardSettings _settings;
    private readonly bool _ownsRoot;
    private string _before = "";

    private Dashboard(DashboardSettings settings)
    {
        _settings = settings;
        _ownsRoot = settings.Root is null;
        Root = settings.Root ?? Directory.CreateTempSubdirectory("trmlab-dashboard-").FullName;
        Port = FreePort();
        Process = StartProcess();
    }

    /// <summary>The data folder.</summary>
    public string Root { get; }

    /// <summary>The program as it runs now.</summary>
    public LabProcess Process { get; private set; }

    /// <summary>Process id.</summary>
    public int ProcessId => Process.Process.Id;

    public int Port { get; }

    public string Url => $"http://127.0.0.1:{Port}";

    /// <summary>All it wrote, over its restarts.</summary>
    public string Output => _before + Process.Output + Process.Error;

    /// <summary>Starts it with the real trainer (null), or with the fake one and how that behaves.</summary>
    public static Task<Dashboard> StartAsync(string? fake) => StartAsync(new DashboardSettings { Fake = fake });

    /// <summary>Starts it and waits until it answers.</summary>
    public static async Task<Dashboard> StartAsync(DashboardSettings settings)
    {
        var dashboard = new Dashboard(settings);
        await dashboard.AnswersAsync();
        return dashboard;
    }

    /// <summary>Its only run.</summary>
    public RunDirectory TheRun() => RunDirectory.At(Directory.GetDirectories(Path.Combine(Root, "runs")).Single());

    /// <summary>As by <c>kill -9</c>.</summary>
    public Task KillAsync() => Process.KillAsync();

    /// <summary>Starts it again at the same address, without waiting for an answer.</summary>
    public void Start()
    {
        _before += Process.Output + Process.Error;
        Process.Dispose();
        Process = StartProcess();
    }

    /// <summary>As by <c>kill -9</c>, then started again at the same address.</summary>
    public async Task KillAndRestartAsync(TimeSpan away)
    {
        await KillAsync();
        await Task.Delay(away);
        Start();
        await AnswersAsync();
    }

    /// <summary>Waits until it answers.</summary>
    /// <exception cref="InvalidOperationException">It ended, or a minute passed.</exception>
    public async Task AnswersAsync()
    {
        using var http = new HttpClient();
        for (var i = 0; i < 1200; i++)
        {
            if (Process.Process.HasExited) throw new InvalidOperationException("the dashboard ended: " + Output);
            try
            {
                if ((await http.GetAsync(Url + "/healthz")).IsSuccessStatusCode) return;
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }

            await Task.Delay(50);
        }

        throw new InvalidOperationException("the dashboard does not answer: " + Output);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Process.Dispose();
        foreach (var run in Directory.GetDirectories(Path.Combine(Root, "runs")).Select(RunDirectory.At).Where(RunLock.IsHeld))
        {
            if (Heartbeat.Read(run)?.Process is { } trainer && trainer.IsAlive()) await KillTrainerAsync(trainer.Pid, run);
        }

        if (_ownsRoot) Directory.Delete(Root, recursive: true);
    }

    /// <summary>A port that nobody listens on now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // It may end by itself, or by its test, at any moment. A run's lock is free when its trainer is gone and writes no more.
    private static async Task KillTrainerAsync(int id, RunDirectory run)
    {
        try
        {
            using var trainer = System.Diagnostics.Process.GetProcessById(id);
            trainer.Kill();
        }
        catch (ArgumentException)
        {
            return;
        }

        for (var i = 0; i < 200 && RunLock.IsHeld(run); i++) await Task.Delay(50);
    }

    // The current directory is not the checkout: nothing may depend on it.
    private LabProcess StartProcess()
    {
        var environment = new Dictionary<string, string?> { ["TRMLAB_DATA"] = Root };
        if (_settings.Fake is { } behaviour)
        {
            environment["Lab__TrainerPath"] = Outputs.FakeTrainer;
            environment["FAKE_TRAINER"] = behaviour;
        }

        return LabProcess.Start(["dotnet", Outputs.Dashboard, "--urls", Url, .. _settings.Options], environment, _settings.Unprivileged, Root);
    }
}
