using System.Diagnostics;
using TrmLab.Core;
using TrmLab.Core.Puzzles;
using TrmLab.Web.Hosting;

namespace TrmLab.Web.Supervision;

/// <summary>Calls a verb of the trainer that ends by itself, such as <c>checkpoint import</c>, and waits for what it says.</summary>
public sealed class TrainerCommand(TrainerProgram trainer, LabData data)
{
    private const int LongestOutput = 4 * 1024 * 1024;

    /// <summary>Runs a verb; its standard output.</summary>
    /// <param name="arguments">The verb and its options.</param>
    /// <param name="cancellation">Ends the process.</param>
    /// <param name="progress">Told how far it is, by a verb that tells it.</param>
    /// <exception cref="InputException">It refused the input, in its own words, or could not be started.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the process was ended.</exception>
    public async Task<string> RunAsync(IEnumerable<string> arguments, CancellationToken cancellation, Action<BuildProgress>? progress = null)
    {
        using var process = Start(arguments);
        try
        {
            var said = await Task.WhenAll(ReadAsync(process.StandardOutput, cancellation), ReadErrorsAsync(process.StandardError, progress, cancellation));
            await process.WaitForExitAsync(cancellation);
            return process.ExitCode == 0 ? said[0] : throw new InputException(ReasonIn(said[1], process.ExitCode));
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private Process Start(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(trainer.Path, arguments) { WorkingDirectory = data.Root, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        ChildEnvironment.Set(start, data);
        start.Environment[ProgressLine.Variable] = "1";
        var process = Process.Start(start) ?? throw new InputException($"{trainer.Path}: the system started no process");
        process.StandardInput.Close();
        return process;
    }

    // The rest is read and dropped, so that the process never waits for a full pipe.
    private static async Task<string> ReadAsync(StreamReader reader, CancellationToken cancellation)
    {
        var text = new System.Text.StringBuilder();
        var buffer = new char[8192];
        while (await reader.ReadAsync(buffer, cancellation) is var read and > 0)
        {
            if (text.Length < LongestOutput) text.Append(buffer, 0, read);
        }

        return text.ToString();
    }

    private static async Task<string> ReadErrorsAsync(StreamReader reader, Action<BuildProgress>? progress, CancellationToken cancellation)
    {
        var text = new System.Text.StringBuilder();
        while (await reader.ReadLineAsync(cancellation) is { } line)
        {
            if (ProgressLine.Parse(line) is { } told) progress?.Invoke(told);
            else if (text.Length < LongestOutput) text.Append(line).Append('\n');
        }

        return text.ToString();
    }

    private static string ReasonIn(string errors, int code)
    {
        const string Mark = "error: ";
        var line = errors.Split('\n').LastOrDefault(l => l.StartsWith(Mark, StringComparison.Ordinal));
        return line is null ? $"the trainer ended with code {code}" : line[Mark.Length..].Trim();
    }
}
