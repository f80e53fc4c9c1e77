using System.Diagnostics;
using System.Globalization;
using TrmLab.Faults.Fuzzing;

namespace TrmLab.Faults;

/// <summary>The command line: all faults or one, with their full counts or a given one.</summary>
public static class FaultCommand
{
    /// <summary>True if the words are for us and not for the test runner.</summary>
    public static bool Knows(string[] args) => args is ["list" or "all" or "fuzz" or "help", ..] || (args is [var name, ..] && FaultCatalogue.All.Any(f => f.Name == name));

    /// <summary>Exit code 0 if everything held, 1 if not, 2 for words that are none.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var count = Option(args, "--count");
        var seed = (int)(Option(args, "--seed") ?? 1);
        switch (args)
        {
            case ["list" or "help", ..]:
                Console.WriteLine("all | NAME [--count N] [--seed N] | fuzz NAME|all [--inputs N] [--seed N] [--minutes N]");
                foreach (var fault in FaultCatalogue.All) Console.WriteLine($"{fault.Name,-22} x {fault.Full,-7} {fault.Holds}");
                foreach (var target in FuzzCatalogue.All) Console.WriteLine($"fuzz {target.Name,-17} {target.Reads}");
                return 0;
            case ["fuzz", var name, ..]:
                var targets = FuzzCatalogue.All.Where(t => name == "all" || t.Name == name).ToArray();
                if (targets.Length > 0) return Fuzz(targets, Option(args, "--inputs") ?? 1_000_000, seed, TimeSpan.FromMinutes(Option(args, "--minutes") ?? 60));
                break;
            case [var name, ..]:
                var faults = FaultCatalogue.All.Where(f => name == "all" || f.Name == name).ToArray();
                if (faults.Length > 0) return await TryAsync(faults, (int?)count, seed);
                break;
        }

        Console.Error.WriteLine($"'{string.Join(' ', args)}' is none of: all, list, fuzz, {string.Join(", ", FaultCatalogue.All.Select(f => f.Name))}");
        return 2;
    }

    /// <summary>Tries one fault; the row of the table, and whether the promise held.</summary>
    public static async Task<(string Row, bool Held)> TryAsync(Fault fault, int count, bool isShort, int seed, Action<string> log)
    {
        var clock = Stopwatch.StartNew();
        using var run = new FaultRun(count, isShort, seed, log);
        string Row(string result) => $"| {fault.Name} | {count} | {result} | {clock.Elapsed.TotalSeconds:0} s |";
        try
        {
            return (Row("held: " + await fault.TryAsync(run)), true);
        }
        catch (FaultSkipped e)
        {
            return (Row("skipped: " + e.Message), true);
        }
        catch (FaultFailure e)
        {
            return (Row("BROKEN: " + e.Message), false);
        }
    }

    private static async Task<int> TryAsync(IEnumerable<Fault> faults, int? count, int seed)
    {
        var held = true;
        var rows = new List<string> { "| fault | count | result | time |", "|---|---|---|---|" };
        foreach (var fault in faults)
        {
            Console.WriteLine($"{fault.Name} x {count ?? fault.Full}: {fault.Holds}");
            var (row, ok) = await TryAsync(fault, count ?? fault.Full, false, seed, text => Console.WriteLine("  " + text));
            Console.WriteLine(row);
            rows.Add(row);
            held &= ok;
        }

        Console.WriteLine(string.Join('\n', rows));
        return held ? 0 : 1;
    }

    private static int Fuzz(IEnumerable<FuzzTarget> targets, long inputs, int seed, TimeSpan most)
    {
        var held = true;
        foreach (var target in targets)
        {
            var report = Fuzzer.Run(target, inputs, seed, most);
            Console.WriteLine(report);
            held &= report.Failure is null;
        }

        return held ? 0 : 1;
    }

    private static long? Option(string[] args, string name) =>
        Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? long.Parse(args[at + 1], CultureInfo.InvariantCulture) : null;
}
