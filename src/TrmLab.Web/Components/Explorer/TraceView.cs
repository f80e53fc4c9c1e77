using TrmLab.Web.Inference;

namespace TrmLab.Web.Components.Explorer;

/// <summary>What the browser gets of a trace: the file, and the figures that were computed beside it.</summary>
/// <param name="Title">Above the grid.</param>
/// <param name="Hint">The checkpoint's key, which the title leaves out.</param>
/// <param name="Bytes">The trace file.</param>
/// <param name="Broken">A bit per record and cell: involved in a broken rule.</param>
/// <param name="Figures">The rest.</param>
public sealed record TraceView(string Title, string Hint, byte[] Bytes, byte[] Broken, TraceViewFigures Figures)
{
    public static TraceView Of(ShownTrace shown, string title, string hint)
    {
        var (f, rules) = (shown.Figures, shown.Figures.Rules);
        return new TraceView(title, hint, shown.Bytes, f.BrokenCells, new TraceViewFigures(rules.Kind, rules.Columns, rules.Names, rules.Signs, f.Wrong, f.Changed, f.Entropy, f.Broken));
    }
}

/// <summary>See <see cref="Core.Tracing.TraceFigures"/> and <see cref="Core.Tracing.Rules.PuzzleRules"/>.</summary>
public sealed record TraceViewFigures(
    string Kind, int Columns, IReadOnlyList<string> Names, IReadOnlyList<string> Signs, int[] Wrong, int[] Changed, float[] Entropy, int[][] Broken);
