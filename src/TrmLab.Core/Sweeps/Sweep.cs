using TrmLab.Core.Configuration;
using TrmLab.Core.Numerics;

namespace TrmLab.Core.Sweeps;

/// <summary>A search over fields of a configuration; a function of its parts alone, so that a preview shows exactly what will be queued.</summary>
public sealed record Sweep
{
    /// <summary>What all its runs have in common.</summary>
    public required RunConfig Basis { get; init; }

    /// <summary>The fields that vary.</summary>
    public required IReadOnlyList<SweepAxis> Axes { get; init; }

    /// <summary>Points to draw; 0 takes the whole grid.</summary>
    public int Draws { get; init; }

    /// <summary>Seed of the drawing.</summary>
    public int DrawSeed { get; init; }

    /// <summary>Runs per point, with the basis's seed and the following ones.</summary>
    public int Seeds { get; init; } = 1;

    /// <summary>All runs. Draws that come out equal count once.</summary>
    /// <exception cref="InputException">No axis, a field twice, a range in a grid, or too many runs.</exception>
    public IReadOnlyList<PlannedRun> Plan()
    {
        if (Axes.Count == 0) throw new InputException("choose at least one field to vary");
        if (Axes.GroupBy(a => a.Field.Path).FirstOrDefault(g => g.Count() > 1) is { } twice) throw new InputException($"{twice.Key}: varied twice");
        if (Seeds > 1 && Axes.Any(a => a.Field.Path == "seed")) throw new InputException("seed: varied already; take 1 seed per point");
        SeedPlans.Check(Seeds);
        var points = Draws > 0 ? Drawn() : Grid();
        SeedPlans.Check((long)points.Count * Seeds);
        return [.. points.SelectMany(p => Seeds == 1 ? [p] : SeedPlans.Words(Basis, Seeds).Select(s => p.Append(s).ToArray())).Select(p => PlannedRun.Of(Basis, p))];
    }

    private List<string[]> Grid()
    {
        if (Axes.FirstOrDefault(a => a.Values.Count == 0) is { } open) throw new InputException($"{open.Field.Path}: a grid needs values: write them out, or say how many lie on the range, such as 1e-5..1e-3 log 5");
        SeedPlans.Check(Axes.Aggregate(1L, (n, axis) => Math.Min(n * axis.Values.Count, int.MaxValue)));
        List<string[]> points = [[]];
        foreach (var axis in Axes) points = [.. points.SelectMany(p => axis.Values.Select(v => p.Append($"{axis.Field.Path}={v}").ToArray()))];
        return points;
    }

    private List<string[]> Drawn()
    {
        SeedPlans.Check(Draws);
        var random = new SeededRandom(DrawSeed);
        return [.. Enumerable.Range(0, Draws).Select(_ => Axes.Select(a => $"{a.Field.Path}={a.Draw(random)}").ToArray()).DistinctBy(p => string.Join('\n', p))];
    }
}
