using TrmLab.Web.Checkpoints;

namespace TrmLab.Web.Components.Pages;

/// <summary>A column that the checkpoints can be sorted by.</summary>
/// <param name="Id">Its word in the address.</param>
/// <param name="Title">For people.</param>
/// <param name="IsNumber">Aligned as numbers are.</param>
/// <param name="Number">The number to sort by; null without one.</param>
/// <param name="Text">The text to sort by where there are no numbers.</param>
internal sealed record CheckpointColumn(string Id, string Title, bool IsNumber, Func<StoredCheckpoint, double?> Number, Func<StoredCheckpoint, string> Text);

/// <summary>How the checkpoints are sorted; part of the page's address.</summary>
/// <param name="Column">Null is the inventory's own order.</param>
/// <param name="Descending">Largest first.</param>
internal sealed record CheckpointOrder(CheckpointColumn? Column, bool Descending)
{
    /// <summary>All of them, but for the hash: that would read the files' times of all checkpoints.</summary>
    public static IReadOnlyList<CheckpointColumn> Columns { get; } =
    [
        OfText("name", "Run or import", c => c.Title),
        OfNumber("step", "Step", c => c.Step),
        OfText("weights", "Weights", WeightsOf),
        OfNumber("ema", "Exact, EMA", c => c.Exact("ema")),
        OfNumber("raw", "Exact, raw", c => c.Exact("raw")),
        OfNumber("size", "Size", c => c.Bytes),
        OfText("resumable", "Resumable", c => c.NotResumable ?? ""),
        OfNumber("written", "Written", c => c.Created) with { IsNumber = false },
    ];

    /// <summary>Its word in the address; null for the inventory's own order.</summary>
    public string? Word => Column is null ? null : (Descending ? "-" : "") + Column.Id;

    /// <summary>Reads a word of an address; one that is none is the inventory's own order.</summary>
    public static CheckpointOrder Parse(string? word) =>
        new(Columns.FirstOrDefault(c => c.Id == word?.TrimStart('-')), word?.StartsWith('-') == true);

    /// <summary>Sorted by a column: again by the same one turns it round.</summary>
    public CheckpointOrder By(CheckpointColumn column) => new(column, Column != column || !Descending);

    /// <summary>The checkpoints in this order; those without a value come last, whichever way.</summary>
    public List<StoredCheckpoint> Of(IEnumerable<StoredCheckpoint> checkpoints)
    {
        if (Column is not { } column) return [.. checkpoints];
        var placed = checkpoints.Select(c => (Checkpoint: c, Number: column.Number(c), Text: column.Text(c))).OrderBy(c => c.Number is null);
        var sorted = Descending ? placed.ThenByDescending(c => c.Number).ThenByDescending(c => c.Text, StringComparer.OrdinalIgnoreCase) : placed.ThenBy(c => c.Number).ThenBy(c => c.Text, StringComparer.OrdinalIgnoreCase);
        return [.. sorted.Select(c => c.Checkpoint)];
    }

    /// <summary>Which weights a checkpoint holds, in words.</summary>
    public static string WeightsOf(StoredCheckpoint checkpoint) => string.Join(" + ", new[] { ("ema", "EMA"), ("raw", "raw") }.Where(w => checkpoint.Has(w.Item1)).Select(w => w.Item2));

    private static CheckpointColumn OfNumber(string id, string title, Func<StoredCheckpoint, double?> number) => new(id, title, true, number, _ => "");

    private static CheckpointColumn OfText(string id, string title, Func<StoredCheckpoint, string> text) => new(id, title, false, _ => null, text);
}
