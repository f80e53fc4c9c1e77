using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Extensions.Options;
using TrmLab.Core;
using TrmLab.Web.Hosting;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Slurm;

/// <summary>Runs Slurm's programs, here or behind the configured prefix, and turns what goes wrong into one message.</summary>
public sealed class SlurmCommands(LabData data, IOptions<LabOptions> options)
{
    private SlurmOptions Slurm => options.Value.Slurm;

    /// <summary>Runs a program to its end and returns what it printed.</summary>
    /// <param name="program">Its name, such as <c>sbatch</c>.</param>
    /// <param name="arguments">Its words; they reach it as they are.</param>
    /// <param name="input">Its input.</param>
    /// <exception cref="InputException">It is not there, does not answer in time, or says no.</exception>
    public string Run(string program, IReadOnlyList<string> arguments, string input = "")
    {
        try
        {
            using var process = Process.Start(StartInfo(program, arguments))!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            var patience = TimeSpan.FromSeconds(Slurm.CommandTimeoutSeconds);
            Feed(process, input);
            if (!Task.WaitAll([output, errors], patience) || !process.WaitForExit(patience))
            {
                process.Kill(entireProcessTree: true);
                throw new InputException($"Slurm: {program} did not answer within {Slurm.CommandTimeoutSeconds} s{Through}");
            }

            return process.ExitCode == 0 ? output.Result : throw Failure(program, process.ExitCode, errors.Result);
        }
        catch (Win32Exception e)
        {
            var missing = Slurm.CommandPrefix.Count == 0 ? program : Slurm.CommandPrefix[0];
            throw new InputException($"Slurm: cannot run {missing} here: {e.Message}; install Slurm's commands (Debian: slurm-client), or set Lab:Slurm:CommandPrefix to reach a machine that has them", e);
        }
    }

    private string Through => Slurm.CommandPrefix.Count == 0 ? "" : $" (through {string.Join(' ', Slurm.CommandPrefix)})";

    private bool IsSsh => Slurm.CommandPrefix.Count > 0 && Path.GetFileName(Slurm.CommandPrefix[0]) == "ssh";

    private static void Feed(Process process, string input)
    {
        try
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading; its exit code tells why.
        }
    }

    private ProcessStartInfo StartInfo(string program, IReadOnlyList<string> arguments)
    {
        string[] words = [program, .. arguments];
        // ssh joins its words and gives them to a shell on the other side, so there they are quoted.
        if (IsSsh) words = [string.Join(' ', words.Select(ShellWord.Quote))];
        words = [.. Slurm.CommandPrefix, .. words];
        var start = new ProcessStartInfo(words[0], words[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        ChildEnvironment.Set(start, data);
        return start;
    }

    private InputException Failure(string program, int code, string errors)
    {
        if (IsSsh && code == 255) return new InputException($"Slurm: ssh did not get through{Through}: {Words(errors)}");
        if (code == 127) return new InputException($"Slurm: there is no program {program}{Through}: {Words(errors)}");
        return new InputException($"Slurm refuses ({program}, code {code}{Through}): {Words(errors)}");
    }

    // "sbatch: error: Batch job submission failed: ..." without its own name, each line once.
    private static string Words(string errors)
    {
        var lines = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var words = lines.Select(l => l[(l.LastIndexOf("error: ", StringComparison.Ordinal) is var at and >= 0 ? at + 7 : 0)..]).Distinct().TakeLast(4);
        return string.Join("; ", words) is { Length: > 0 } text ? text : "no reason was given";
    }
}
