using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using TrmLab.Core.Tracing;

namespace TrmLab.Web.Components.Explorer;

/// <summary>Everything that the explorer shows, as its address has it: a link reproduces the view. What cannot be read takes its default.</summary>
public sealed record ExplorerAddress
{
    /// <summary>Checkpoint A's key; null takes the first there is.</summary>
    public string? A { get; init; }

    /// <summary>Weights of A; null takes the averaged ones where there are any.</summary>
    public TraceWeights? AWeights { get; init; }

    /// <summary>Checkpoint B's key; null shows A alone.</summary>
    public string? B { get; init; }

    /// <summary>Weights of B.</summary>
    public TraceWeights? BWeights { get; init; }

    /// <summary>Data set; null takes the checkpoint's first.</summary>
    public string? Data { get; init; }

    /// <summary>Place in the test split.</summary>
    public int Index { get; init; }

    /// <summary>A typed puzzle in place of one of the data.</summary>
    public string? Puzzle { get; init; }

    /// <summary>Which puzzles to go through: all, failed, solved, ema-only or raw-only.</summary>
    public string Filter { get; init; } = "all";

    /// <summary>Least rating.</summary>
    public double? RatingFrom { get; init; }

    /// <summary>Largest rating.</summary>
    public double? RatingTo { get; init; }

    /// <summary>How the puzzle is traced.</summary>
    public TraceOptions Options { get; init; } = new();

    /// <summary>The record shown; null for the last.</summary>
    public int? Record { get; init; }

    /// <summary>The layer shown.</summary>
    public string? Layer { get; init; }

    /// <summary>The cell chosen.</summary>
    public int? Cell { get; init; }

    /// <summary>The table shown.</summary>
    public string? Tab { get; init; }

    /// <summary>Reads an address.</summary>
    public static ExplorerAddress Parse(string uri)
    {
        var query = QueryHelpers.ParseQuery(new Uri(new Uri("http://x"), uri).Query);
        string? Text(string name) => query.TryGetValue(name, out var value) && !string.IsNullOrEmpty(value) ? value.ToString() : null;
        int? Whole(string name) => int.TryParse(Text(name), CultureInfo.InvariantCulture, out var n) ? n : null;
        double? Real(string name) => double.TryParse(Text(name), CultureInfo.InvariantCulture, out var n) && double.IsFinite(n) ? n : null;
        T? Word<T>(string name) where T : struct, Enum => Enum.TryParse<T>(Text(name), ignoreCase: true, out var value) && Enum.IsDefined(value) ? value : null;

        var noisy = Real("sigma") is not null || Word<TraceStart>("start") == TraceStart.Random;
        return new ExplorerAddress
        {
            A = Text("a"),
            AWeights = Word<TraceWeights>("aw"),
            B = Text("b"),
            BWeights = Word<TraceWeights>("bw"),
            Data = Text("data"),
            Index = Math.Max(0, Whole("i") ?? 0),
            Puzzle = Text("p"),
            Filter = Text("filter") ?? "all",
            RatingFrom = Real("rmin"),
            RatingTo = Real("rmax"),
            Options = new TraceOptions
            {
                Steps = Whole("n"),
                Start = Word<TraceStart>("start") ?? TraceStart.Trained,
                BlankIdentifier = Text("blank") == "1",
                Detail = Word<TraceDetail>("detail") ?? TraceDetail.Auto,
                AttentionStep = Whole("att"),
                Noise = !noisy ? null : new NoiseOptions
                {
                    Sigma = Real("sigma") ?? 0,
                    Seed = Whole("seed") ?? 0,
                    Target = Word<NoiseTarget>("on") ?? NoiseTarget.Latent,
                    FromStep = Whole("from") ?? 1,
                    ToStep = Whole("to"),
                    Rollouts = Whole("k") ?? 0,
                    Traced = Whole("r") ?? 0,
                },
            },
            Record = Whole("t"),
            Layer = Text("layer"),
            Cell = Whole("cell"),
            Tab = Text("tab"),
        };
    }

    /// <summary>The address, relative to the program's base; defaults are left out.</summary>
    public string Format(string page = "explorer")
    {
        var noise = Options.Noise;
        (string Name, object? Value)[] parts =
        [
            ("a", A), ("aw", AWeights), ("b", B), ("bw", BWeights), ("data", Data), ("i", Puzzle is null && Index > 0 ? Index : null), ("p", Puzzle),
            ("filter", Filter == "all" ? null : Filter), ("rmin", RatingFrom), ("rmax", RatingTo),
            ("n", Options.Steps), ("start", Options.Start == TraceStart.Trained ? null : Options.Start), ("blank", Options.BlankIdentifier ? 1 : null),
            ("detail", Options.Detail == TraceDetail.Auto ? null : Options.Detail), ("att", Options.AttentionStep),
            ("sigma", noise?.Sigma), ("seed", noise is { Seed: not 0 } ? noise.Seed : null), ("on", noise is { Target: not NoiseTarget.Latent } ? noise.Target : null),
            ("from", noise is { FromStep: not 1 } ? noise.FromStep : null), ("to", noise?.ToStep), ("k", noise is { Rollouts: > 0 } ? noise.Rollouts : null), ("r", noise is { Traced: > 0 } ? noise.Traced : null),
            ("t", Record), ("layer", Layer == "answer" ? null : Layer), ("cell", Cell is >= 0 ? Cell : null), ("tab", Tab == "lens" ? null : Tab),
        ];
        var query = string.Join('&', parts.Where(part => part.Value is not null).Select(part => $"{part.Name}={Uri.EscapeDataString(Written(part.Value!))}"));
        return query.Length == 0 ? page : $"{page}?{query}";
    }

    private static string Written(object value) => value is Enum word ? word.ToString().ToLowerInvariant() : Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
