using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using TrmLab.Core;
using TrmLab.Web.Hosting;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Inference;

/// <summary>One inference worker: a process of the trainer's program that serves traces over a local socket and ends with the dashboard.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(40);

    private readonly Process _process;
    private readonly string _socket;
    private volatile string _lastWords = "";

    private WorkerProcess(Process process, string socket)
    {
        (_process, _socket) = (process, socket);
        _process.ErrorDataReceived += (_, e) => _lastWords = string.IsNullOrWhiteSpace(e.Data) ? _lastWords : e.Data.Trim();
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    /// <summary>Process id.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it can still answer.</summary>
    public bool IsAlive => !_process.HasExited;

    /// <summary>Why it ended, for the user.</summary>
    public string Epitaph
    {
        get
        {
            _process.WaitForExit(2000);
            var code = _process.HasExited ? _process.ExitCode.ToString(CultureInfo.InvariantCulture) : "?";
            return _lastWords.StartsWith("error: ", StringComparison.Ordinal) ? _lastWords["error: ".Length..] : $"code {code}";
        }
    }

    /// <summary>Starts one; it answers only after <see cref="ConnectAsync"/> succeeded.</summary>
    /// <exception cref="InputException">The trainer's program is nowhere.</exception>
    public static WorkerProcess Start(TrainerProgram trainer, LabData data, LabOptions options)
    {
        // Not below the data folder: a socket's path may have about a hundred characters.
        var socket = Path.Combine(Path.GetTempPath(), $"trmlab-{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..8]}.sock");
        string[] arguments = ["worker", "--socket", socket, "--device", options.WorkerDevice, "--memory", options.WorkerMemoryMegabytes.ToString(CultureInfo.InvariantCulture), "--with-parent"];
        var start = new ProcessStartInfo(trainer.Path, arguments)
        {
            WorkingDirectory = data.Root,
            RedirectStandardInput = true,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        ChildEnvironment.Set(start, data);
        return new WorkerProcess(Process.Start(start) ?? throw new InputException($"{trainer.Path}: the system started no process"), socket);
    }

    /// <summary>A connection; waits while the worker starts.</summary>
    /// <exception cref="InferenceException">It ended, or does not get ready.</exception>
    public async Task<Socket> ConnectAsync(CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(_socket), cancellation);
                return socket;
            }
            catch (SocketException e)
            {
                socket.Dispose();
                if (!IsAlive) throw new InferenceException($"the inference worker ended before it was ready: {Epitaph}", e);
                if (clock.Elapsed > StartTimeout) throw new InferenceException($"the inference worker is not ready after {StartTimeout.TotalSeconds:0} s; the machine may be overloaded, try again", e);
            }
            catch
            {
                socket.Dispose();
                throw;
            }

            await Task.Delay(Pause, cancellation);
        }
    }

    /// <summary>Ends it at once.</summary>
    public void Dispose()
    {
        try
        {
            _process.Kill();
            _process.WaitForExit(2000);
        }
        catch (InvalidOperationException)
        {
            // It has ended already.
        }

        _process.Dispose();
        File.Delete(_socket);
    }
}
