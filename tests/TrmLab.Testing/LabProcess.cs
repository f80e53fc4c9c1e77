using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace TrmLab.Testing;

/// <summary>A program of the lab in a process of its own; it is killed with its test.</summary>
public sealed class LabProcess : IDisposable
{
    // On Linux.
    private const int Continue = 18;
    private const int Stop = 19;

    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();

    private LabProcess(Process process)
    {
        Process = process;
        process.OutputDataReceived += (_, e) => Keep(_output, e.Data);
        process.ErrorDataReceived += (_, e) => Keep(_error, e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The process.</summary>
    public Process Process { get; }

    /// <summary>What it wrote so far.</summary>
    public string Output => Text(_output);

    /// <summary>What it complained about so far.</summary>
    public string Error => Text(_error);

    /// <summary>Starts a program.</summary>
    /// <param name="words">The program and its arguments.</param>
    /// <param name="environment">Variables to set, or with null to remove.</param>
    /// <param name="unprivileged">Bound by file permissions, which root is not otherwise.</param>
    /// <param name="folder">The current directory.</param>
    public static LabProcess Start(IEnumerable<string> words, IReadOnlyDictionary<string, string?>? environment = null, bool unprivileged = false, string? folder = null)
    {
        string[] all = unprivileged ? ["setpriv", "--bounding-set=-dac_override,-dac_read_search", .. words] : [.. words];
        var start = new ProcessStartInfo(all[0], all[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder ?? "" };
        // Threads of several programs that spin cost each other many times their own work.
        start.Environment["OMP_WAIT_POLICY"] = "PASSIVE";
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>()) start.Environment[name] = value;
        return new LabProcess(Process.Start(start)!);
    }

    /// <summary>Holds it still where it is, until <see cref="GoOn"/> or its end. Without a program in between, which would come milliseconds later.</summary>
    public void Freeze() => Signal(Stop);

    /// <summary>Lets it go on.</summary>
    public void GoOn() => Signal(Continue);

    /// <summary>As by <c>kill -9</c>.</summary>
    public async Task KillAsync()
    {
        if (!Process.HasExited) Process.Kill();
        await Process.WaitForExitAsync();
    }

    /// <summary>Waits for the end.</summary>
    public async Task<(int Code, string Output, string Error)> End()
    {
        await Process.WaitForExitAsync();
        return (Process.ExitCode, Output, Error);
    }

    public void Dispose()
    {
        if (!Process.HasExited) Process.Kill();
        Process.Dispose();
    }

    private void Signal(int signal)
    {
        if (!Process.HasExited) _ = Kill(Process.Id, signal);
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);

    private static void Keep(StringBuilder text, string? line)
    {
        if (line is null) return;
        lock (text) text.AppendLine(line);
    }

    private static string Text(StringBuilder text)
    {
        lock (text) return text.ToString();
    }
}
