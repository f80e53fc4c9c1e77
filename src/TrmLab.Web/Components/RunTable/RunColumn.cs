namespace TrmLab.Web.Components.RunTable;

/// <summary>A column of the runs table.</summary>
public sealed record RunColumn
{
    private RunColumn(string id, string title, string hint, Func<RunListItem, string> text)
    {
        (Id, Title, Hint, Text) = (id, title, hint, text);
    }

    /// <summary>Its word in the address.</summary>
    public string Id { get; }

    public string Title { get; }

    /// <summary>What it shows; empty where the title says it.</summary>
    public string Hint { get; }

    /// <summary>What a run's cell shows.</summary>
    public Func<RunListItem, string> Text { get; }

    /// <summary>The number behind the text; null for texts and where a run has none.</summary>
    public Func<RunListItem, double?> Number { get; private init; } = _ => null;

    /// <summary>How numbers are written; null for a column of texts.</summary>
    public NumberStyle? Style { get; private init; }

    /// <summary>What a file has of a run: a number with all digits and without a unit, else the text.</summary>
    public Func<RunListItem, object?> Exported { get; private init; } = _ => null;

    /// <summary>A column of numbers, which a group averages.</summary>
    public static RunColumn OfNumbers(string id, string title, Func<RunListItem, double?> number, NumberStyle style, string hint = "") =>
        new(id, title, hint, r => number(r) is { } n ? style.Of(n) : "–") { Number = number, Style = style, Exported = r => number(r) };

    /// <summary>A column of texts.</summary>
    /// <param name="number">Sorts by this instead of by the text, where given.</param>
    /// <param name="exported">What a file has instead of the text, where given.</param>
    public static RunColumn OfTexts(string id, string title, Func<RunListItem, string> text, string hint = "", Func<RunListItem, double?>? number = null, Func<RunListItem, object?>? exported = null) =>
        new(id, title, hint, text) { Number = number ?? (_ => null), Exported = exported ?? text };

    /// <summary>Place of a run when the table is sorted by this column; null without a value.</summary>
    public (double Number, string Text)? PlaceOf(RunListItem run)
    {
        if (Number(run) is { } number) return (number, "");
        return Style is null && Text(run) is { Length: > 0 } text ? (0, text.ToUpperInvariant()) : null;
    }
}
