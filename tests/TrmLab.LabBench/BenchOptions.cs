using System.Globalization;

namespace TrmLab.LabBench;

/// <summary>A part of the bench.</summary>
internal sealed record BenchPart(string Name, Func<BenchOptions, Figures, Task> Run);

/// <summary>What the command line asks for.</summary>
internal sealed record BenchOptions(IReadOnlyList<string> Names, double Minutes, string? Write)
{
    public const string Usage = "usage: [table|charts|compare|ingest|live|logging ...] [--minutes N] [--write FILE]";

    public static IReadOnlyList<BenchPart> Parts { get; } =
    [
        new("table", TableBench.RunAsync), new("charts", ChartBench.RunAsync), new("compare", CompareBench.RunAsync),
        new("ingest", IngestBench.RunAsync), new("live", LiveBench.RunAsync), new("logging", LoggingBench.RunAsync),
    ];

    public static BenchOptions? Parse(string[] args)
    {
        var options = new BenchOptions([], 10, null);
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--minutes" && i + 1 < args.Length && double.TryParse(args[i + 1], CultureInfo.InvariantCulture, out var minutes) && minutes > 0) options = options with { Minutes = minutes };
            else if (args[i] == "--write" && i + 1 < args.Length) options = options with { Write = args[i + 1] };
            else if (Parts.Any(p => p.Name == args[i])) options = options with { Names = [.. options.Names, args[i]] };
            else return null;
            if (args[i].StartsWith("--", StringComparison.Ordinal)) i++;
        }

        return options;
    }

    public bool Wants(BenchPart part) => Names.Count == 0 || Names.Contains(part.Name);
}
