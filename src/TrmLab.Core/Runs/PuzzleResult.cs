using System.Globalization;

namespace TrmLab.Core.Runs;

/// <summary>How one test puzzle went in one evaluation: a row of the evaluation's CSV file.</summary>
public sealed record PuzzleResult
{
    private const string Header = "index,set,exact,cell_accuracy,steps,q_halt,would_halt_step,exact_at_halt,first_exact_step,rating";

    /// <summary>Index of the example in the test set.</summary>
    public int Index { get; init; }

    /// <summary>Test set's name, such as <c>all</c>.</summary>
    public string Set { get; init; } = "all";

    /// <summary>1 if every labelled cell is right after the last supervision step.</summary>
    public bool Exact { get; init; }

    /// <summary>Share of labelled cells that are right.</summary>
    public double CellAccuracy { get; init; }

    /// <summary>Supervision steps run.</summary>
    public int Steps { get; init; }

    /// <summary>Halting logit after the last step.</summary>
    public double HaltLogit { get; init; }

    /// <summary>First supervision step (1-based) whose halting logit is positive; 0 = none.</summary>
    public int WouldHaltStep { get; init; }

    /// <summary>Whether the answer at <see cref="WouldHaltStep"/> (or the last step) is exact.</summary>
    public bool ExactAtHalt { get; init; }

    /// <summary>First supervision step (1-based) whose answer is exact; 0 = none.</summary>
    public int FirstExactStep { get; init; }

    /// <summary>Difficulty as the data set rates it; NaN if it does not.</summary>
    public double Rating { get; init; } = double.NaN;

    /// <summary>Writes all rows with a header.</summary>
    public static void WriteAll(Stream stream, IEnumerable<PuzzleResult> results)
    {
        using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
        writer.WriteLine(Header);
        foreach (var r in results)
        {
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{r.Index},{r.Set},{(r.Exact ? 1 : 0)},{r.CellAccuracy:R},{r.Steps},{r.HaltLogit:R},{r.WouldHaltStep},{(r.ExactAtHalt ? 1 : 0)},{r.FirstExactStep},{r.Rating:R}"));
        }
    }

    /// <summary>Reads a file of results.</summary>
    /// <exception cref="InputException">The file is missing or not one of results.</exception>
    public static IReadOnlyList<PuzzleResult> ReadAll(string path)
    {
        try
        {
            var lines = File.ReadAllLines(path);
            if (lines.Length == 0 || lines[0] != Header) throw new InputException($"{path}: not a file of per-puzzle results: the first line must be {Header}");
            return [.. lines.Skip(1).Select((line, i) => Parse(line) ?? throw new InputException($"{path}: line {i + 2} is damaged; evaluate again"))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot read the per-puzzle results: {e.Message}", e);
        }
    }

    private static PuzzleResult? Parse(string line)
    {
        var f = line.Split(',');
        if (f.Length != 10) return null;
        return int.TryParse(f[0], CultureInfo.InvariantCulture, out var index)
            && Flag(f[2]) is { } exact
            && double.TryParse(f[3], CultureInfo.InvariantCulture, out var cells)
            && int.TryParse(f[4], CultureInfo.InvariantCulture, out var steps)
            && double.TryParse(f[5], CultureInfo.InvariantCulture, out var logit)
            && int.TryParse(f[6], CultureInfo.InvariantCulture, out var halt)
            && Flag(f[7]) is { } exactAtHalt
            && int.TryParse(f[8], CultureInfo.InvariantCulture, out var first)
            && double.TryParse(f[9], CultureInfo.InvariantCulture, out var rating)
            ? new PuzzleResult
            {
                Index = index,
                Set = f[1],
                Exact = exact,
                CellAccuracy = cells,
                Steps = steps,
                HaltLogit = logit,
                WouldHaltStep = halt,
                ExactAtHalt = exactAtHalt,
                FirstExactStep = first,
                Rating = rating,
            }
            : null;
    }

    private static bool? Flag(string text) => text switch { "1" => true, "0" => false, _ => null };
}
