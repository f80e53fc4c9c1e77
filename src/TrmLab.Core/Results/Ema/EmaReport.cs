using TrmLab.Core.Charting;
using TrmLab.Core.Interchange;

namespace TrmLab.Core.Results.Ema;

/// <summary>
/// Runs with and without averaged weights over several seeds: best and last results, their spread, and the difference that averaging makes,
/// both within runs (one training, two sets of weights) and between runs.
/// </summary>
public sealed record EmaReport
{
    private EmaReport()
    {
    }

    /// <summary>All runs, by seed.</summary>
    public required IReadOnlyList<EmaRun> Runs { get; init; }

    /// <summary>Averaged weights of the runs with EMA.</summary>
    public required EmaArm Averaged { get; init; }

    /// <summary>Raw weights of the same runs.</summary>
    public required EmaArm RawOfSame { get; init; }

    /// <summary>Raw weights of the runs without EMA.</summary>
    public required EmaArm Without { get; init; }

    /// <summary>Averaged less raw weights within runs, and with less without EMA between runs; last and best. Only those that there are runs for.</summary>
    public required IReadOnlyList<EmaContrast> Contrasts { get; init; }

    /// <summary>Averaged less raw result within each run, at the steps at which both were evaluated.</summary>
    public required IReadOnlyList<MetricSeries> Differences { get; init; }

    /// <summary>Mean and spread of <see cref="Differences"/> over runs, at each step.</summary>
    public required GroupCurve DifferenceOverTime { get; init; }

    /// <summary>All arms that have runs.</summary>
    public IEnumerable<EmaArm> Arms => new[] { Averaged, RawOfSame, Without }.Where(a => a.Curves.Count > 0);

    /// <exception cref="InputException">No run has an evaluation.</exception>
    public static EmaReport Of(IReadOnlyList<EmaRun> runs)
    {
        EmaRun[] ordered = [.. runs.OrderBy(r => r.Seed).ThenBy(r => r.Name, StringComparer.Ordinal)];
        var averaged = Arm("with EMA, averaged weights", ordered.Where(r => r.WithEma).Select(r => EmaCurve.Of(r, r.Averaged, "averaged")));
        var rawOfSame = Arm("with EMA, raw weights", ordered.Where(r => r.WithEma).Select(r => EmaCurve.Of(r, r.Raw, "raw")));
        var without = Arm("without EMA, raw weights", ordered.Where(r => !r.WithEma).Select(r => EmaCurve.Of(r, r.Raw, "raw")));
        if (averaged.Curves.Count + rawOfSame.Curves.Count + without.Curves.Count == 0)
        {
            throw new InputException("None of these runs has an evaluation yet; wait for one or evaluate a checkpoint.");
        }

        EmaContrast?[] contrasts =
        [
            EmaContrast.Of("averaged less raw weights of the same runs, last evaluation", averaged, rawOfSame, c => c.Last),
            EmaContrast.Of("averaged less raw weights of the same runs, best evaluation", averaged, rawOfSame, c => c.Best),
            EmaContrast.Of("runs with EMA less runs without, last evaluation", averaged, without, c => c.Last),
            EmaContrast.Of("runs with EMA less runs without, best evaluation", averaged, without, c => c.Best),
        ];
        MetricSeries[] differences = [.. ordered.Where(r => r is { Raw: not null, Averaged: not null }).Select(DifferenceOf)];
        return new EmaReport
        {
            Runs = ordered,
            Averaged = averaged,
            RawOfSame = rawOfSame,
            Without = without,
            Contrasts = [.. contrasts.OfType<EmaContrast>()],
            Differences = differences,
            DifferenceOverTime = GroupCurve.Over(differences),
        };
    }

    private static EmaArm Arm(string label, IEnumerable<EmaCurve?> curves) => new(label, [.. curves.OfType<EmaCurve>()]);

    private static MetricSeries DifferenceOf(EmaRun run)
    {
        var difference = new MetricSeriesBuilder(run.Name);
        var (raw, averaged) = (run.Raw!, run.Averaged!);
        for (int i = 0, j = 0; i < raw.Count && j < averaged.Count;)
        {
            var (a, b) = (raw.Steps[i], averaged.Steps[j]);
            if (a == b) difference.Add(a, averaged.Values[j] - raw.Values[i], averaged.Times[j]);
            if (a <= b) i++;
            if (b <= a) j++;
        }

        return difference.Build();
    }
}
