using System.Diagnostics;
using System.Reflection;
using Microsoft.Extensions.Options;
using TrmLab.Core;
using TrmLab.Core.Runs;
using TrmLab.Web.Hosting;

namespace TrmLab.Web.Supervision;

/// <summary>Where the trainer's executable is, and how to start it so that it outlives the dashboard.</summary>
public sealed class TrainerProgram(IOptions<LabOptions> options, LabData data)
{
    private static readonly string? Setsid = new[] { "/usr/bin/setsid", "/bin/setsid" }.FirstOrDefault(File.Exists);

    /// <summary>The executable.</summary>
    /// <exception cref="InputException">It is nowhere.</exception>
    public string Path => Candidates().FirstOrDefault(File.Exists)
        ?? throw new InputException($"the trainer was not found at {string.Join(" or ", Candidates())}; build the solution (dotnet build) or set Lab:TrainerPath");

    /// <summary>
    /// Starts the trainer in a session of its own, with its output appended to the run's log file: neither Ctrl+C nor the death of the
    /// dashboard reaches it, and no pipe can fill up or break. The shell takes the run's <see cref="StartTicket"/> before it becomes the trainer.
    /// </summary>
    public Process Start(RunDirectory run, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo { FileName = Setsid ?? "/bin/sh", WorkingDirectory = data.Root, UseShellExecute = false };
        if (Setsid is not null) start.ArgumentList.Add("/bin/sh");
        string[] shell = ["-c", $"mv -- \"$1\" \"$2\" 2>/dev/null || exit {StartTicket.TooLate}; shift 2; exec \"$@\" </dev/null >>\"$0\" 2>&1", run.Output, run.Ticket, run.TakenTicket, Path, .. arguments];
        foreach (var word in shell) start.ArgumentList.Add(word);
        ChildEnvironment.Set(start, data);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start) ?? throw new InputException($"{Path}: the system started no process");
    }

    private IEnumerable<string> Candidates()
    {
        if (options.Value.TrainerPath.Length > 0) return [System.IO.Path.GetFullPath(options.Value.TrainerPath)];
        if (LabPaths.Checkout is null) return [System.IO.Path.Combine(AppContext.BaseDirectory, "trainer", "trmlab")];
        var built = typeof(TrainerProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "TrainerPath").Value!;
        return [System.IO.Path.Combine(LabPaths.Checkout, System.IO.Path.ChangeExtension(built, null))];
    }
}
