using System.Diagnostics;

namespace TrmLab.Trainer.Tests.Commands;

/// <summary>The real program in a process of its own.</summary>
internal sealed class TrainerProcess : IDisposable
{
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private TrainerProcess(Process process)
    {
        Process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _error = process.StandardError.ReadToEndAsync();
    }

    public Process Process { get; }

    public static TrainerProcess Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "trmlab.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["OMP_WAIT_POLICY"] = "PASSIVE", ["DOTNET_TieredCompilation"] = null },
        };
        return new TrainerProcess(Process.Start(start)!);
    }

    /// <summary>Waits for the end.</summary>
    public async Task<(int Code, string Output, string Error)> End()
    {
        await Process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (Process.ExitCode, await _output, await _error);
    }

    /// <summary>Runs to the end.</summary>
    public static async Task<(int Code, string Output, string Error)> Run(params string[] arguments)
    {
        using var process = Start(arguments);
        return await process.End();
    }

    public void Dispose()
    {
        if (!Process.HasExited) Process.Kill();
        Process.Dispose();
    }
}
