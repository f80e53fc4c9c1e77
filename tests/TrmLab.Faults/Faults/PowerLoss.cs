using System.Text.RegularExpressions;
using TrmLab.Core.Runs;

namespace TrmLab.Faults.Faults;

/// <summary>
/// What the trainer asks of the kernel, in order, as strace sees it: a name may only appear once what it names is on the disk, and an
/// event only once its checkpoint is. Nor does it open a database, though one lies in its lab's folder.
/// </summary>
internal static partial class PowerLoss
{
    private const string Strace = "/usr/bin/strace";

    public static async Task<string> TryAsync(FaultRun fault)
    {
        if (!File.Exists(Strace)) throw new FaultSkipped("needs strace");
        int moves = 0, events = 0, opened = 0;
        double oldest = 0;
        Directory.CreateDirectory(fault["lab"]);
        File.WriteAllBytes(Path.Combine(fault["lab"], "trmlab.db"), []);
        for (var n = 0; n < fault.Count; n++)
        {
            var run = Trainers.RunOf(fault["lab"], $"run-{n}");
            var trace = fault[$"trace-{n}"];
            var config = Trainers.TinyConfig(fault, 1200 + (8 * n));
            string[] trainer = ["dotnet", Path.Combine(AppContext.BaseDirectory, "trmlab.dll"), .. Trainers.Real(run, config)];
            using var process = LabProcess.Start([Strace, "-f", "-ttt", "-y", "-s", "400", "-e", "trace=openat,fsync,fdatasync,rename,renameat,renameat2,pwrite64,write", "-o", trace, .. trainer]);
            var (code, _, error) = await process.End();
            if (code != 0 && error.Contains("ptrace", StringComparison.OrdinalIgnoreCase)) throw new FaultSkipped("strace may not trace here");
            FaultRun.Require(code == 0, error);
            var order = new DiskOrder(run.Root);
            foreach (var line in Whole(File.ReadLines(trace))) order.Call(line);
            order.End();
            moves += order.Moves;
            events += order.CheckpointEvents;
            opened += order.Opened;
            oldest = Math.Max(oldest, order.OldestUnsynced);
        }

        FaultRun.Require(moves > 0 && events > 0 && opened > 0 && oldest > 0, "nothing was seen");
        // Half a second is promised; under the tracer everything takes several times as long.
        FaultRun.Require(oldest < 2, $"a line of the log waited {oldest:0.0} s for the disk");
        return $"{moves} names appeared, each after its content and before its folder was synced; {events} checkpoint events came behind their checkpoints; no line waited longer than {oldest:0.00} s for the disk; none of {opened} files that were opened is a database";
    }

    // strace breaks a call in two where another thread comes between.
    private static IEnumerable<string> Whole(IEnumerable<string> lines)
    {
        var begun = new Dictionary<string, string>();
        foreach (var line in lines)
        {
            var thread = line[..Math.Max(1, line.IndexOf(' '))];
            if (line.EndsWith("<unfinished ...>", StringComparison.Ordinal)) begun[thread] = line[..^16].TrimEnd();
            else if (Resumed().Match(line) is { Success: true } end) yield return begun.GetValueOrDefault(thread, "") + line[end.Length..];
            else yield return line;
        }
    }

    [GeneratedRegex(@"^\d+ +[\d.]+ <\.\.\. \w+ resumed>")]
    private static partial Regex Resumed();
}
