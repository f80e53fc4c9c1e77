using System.Globalization;
using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Core.Sweeps;

namespace TrmLab.Web.Components.Queue;

/// <summary>A sweep that is being written, as a page's address holds it. What is wrong stays, with the reason.</summary>
/// <param name="Axes">Field and text of each axis.</param>
/// <param name="Draws">Points to draw; 0 for a grid.</param>
/// <param name="DrawSeed">Seed of the drawing.</param>
/// <param name="Seeds">Runs per point.</param>
public sealed record SweepDraft(IReadOnlyList<(string Path, string Text)> Axes, int Draws, int DrawSeed, int Seeds)
{
    /// <summary>Reads the parts of an address.</summary>
    public static SweepDraft Parse(IEnumerable<string> axes, int? draws, int? drawSeed, int? seeds) => new(
        [.. axes.Select(a => a.Split('=', 2)).Where(a => a.Length == 2 && ConfigFields.ByPath.ContainsKey(a[0])).Select(a => (a[0], a[1]))],
        Math.Clamp(draws ?? 0, 0, SeedPlans.Limit),
        drawSeed ?? 0,
        Math.Clamp(seeds ?? 1, 1, 100));

    /// <summary>The axes as an address holds them.</summary>
    public string[] Words => [.. Axes.Select(a => $"{a.Path}={a.Text}")];

    /// <summary>All runs, or what is wrong.</summary>
    public (IReadOnlyList<PlannedRun> Runs, string Problem) Plan(RunConfig basis)
    {
        try
        {
            var axes = Axes.Select(a => SweepAxis.Parse(a.Path, a.Text)).ToArray();
            return (new Sweep { Basis = basis, Axes = axes, Draws = Draws, DrawSeed = DrawSeed, Seeds = Seeds }.Plan(), "");
        }
        catch (InputException e)
        {
            return ([], e.Message);
        }
    }

    /// <summary>What the whole is called.</summary>
    public string Title(RunConfig basis) => string.Create(CultureInfo.InvariantCulture, $"{(Draws > 0 ? "random sweep" : "sweep")} of {string.Join(", ", Axes.Select(a => a.Path))}: {basis.Name}");

    /// <summary>Another text for one axis.</summary>
    public SweepDraft With(int axis, string path, string text) => this with { Axes = [.. Axes.Select((a, i) => i == axis ? (path, text) : a)] };
}
