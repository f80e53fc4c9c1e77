using System.Text;

namespace TrmLab.Web.Components.Charts;

/// <summary>How a run's curves look wherever it is drawn beside others.</summary>
/// <param name="Hex">Such as <c>#0072b2</c>.</param>
/// <param name="Dash">Plotly's word or lengths.</param>
public readonly record struct RunColor(string Hex, string Dash)
{
    // Okabe and Ito's set without its yellow and black, which vanish on one of the two grounds; told apart by everybody. Beyond these,
    // the dash tells.
    private static readonly string[] Hues = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#8a8f98"];
    private static readonly string[] Dashes = ["solid", "6px,3px", "2px,2px", "8px,3px,2px,3px"];

    /// <summary>The dash as SVG has it; null for an unbroken line.</summary>
    public string? Strokes => Dash == Dashes[0] ? null : Dash.Replace("px", "", StringComparison.Ordinal);

    /// <summary>The colour of a run by itself; depends on its id alone.</summary>
    public static RunColor Of(string run) => At(Place(run));

    /// <summary>
    /// Colours of runs that are shown together, each its own while there are enough. A run keeps its colour unless an earlier id of the set
    /// has the same; then it takes the next free one.
    /// </summary>
    public static IReadOnlyDictionary<string, RunColor> OfAll(IEnumerable<string> runs)
    {
        var all = runs.Distinct().Order(StringComparer.Ordinal).ToArray();
        var result = new Dictionary<string, RunColor>();
        var taken = new HashSet<int>();
        foreach (var run in all)
        {
            var place = Place(run);
            for (var i = 0; i < Hues.Length * Dashes.Length && !taken.Add(place); i++) place = (place + 1) % (Hues.Length * Dashes.Length);
            result[run] = At(place);
        }

        return result;
    }

    private static RunColor At(int place) => new(Hues[place % Hues.Length], Dashes[place / Hues.Length]);

    // FNV-1a: the same in every process, unlike string.GetHashCode.
    private static int Place(string run)
    {
        var hash = 2166136261u;
        foreach (var b in Encoding.UTF8.GetBytes(run)) hash = (hash ^ b) * 16777619u;
        return (int)(hash % (uint)Hues.Length);
    }
}
