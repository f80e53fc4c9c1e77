namespace TrmLab.Web.Components.Charts;

/// <summary>Which curves a page draws, and in which charts.</summary>
public abstract class ChartPlan
{
    /// <summary>Ids of the runs whose points are read.</summary>
    public abstract IReadOnlyList<string> Runs { get; }

    /// <summary>Buckets of one curve.</summary>
    public abstract int BucketsPerCurve { get; }

    /// <summary>All metrics of one run, charts by quantity; metrics that appear later get theirs.</summary>
    public static ChartPlan OfRun(string run) => new WholeRun(run, false);

    /// <summary>What one run says of the machine it is on.</summary>
    public static ChartPlan OfSystem(string run) => new WholeRun(run, true);

    /// <summary>These charts and no others. A curve may be in one of them only.</summary>
    public static ChartPlan Of(IReadOnlyList<ChartSpec> charts) => new Fixed(charts);

    /// <summary>Whether a metric's points are drawn.</summary>
    public abstract bool Wants(CurveKey curve);

    /// <summary>The charts, given which metrics exist.</summary>
    public abstract IReadOnlyList<ChartSpec> ChartsFor(IEnumerable<CurveKey> existing);

    private sealed class WholeRun(string run, bool system) : ChartPlan
    {
        public override IReadOnlyList<string> Runs { get; } = [run];

        public override int BucketsPerCurve => ChartSpec.MostBuckets;

        public override bool Wants(CurveKey curve) => ChartCatalog.IsDrawn(curve.Metric) && ChartCatalog.IsOfSystem(curve.Metric) == system;

        public override IReadOnlyList<ChartSpec> ChartsFor(IEnumerable<CurveKey> existing) => ChartCatalog.For(run, existing.Select(c => c.Metric), system);
    }

    private sealed class Fixed(IReadOnlyList<ChartSpec> charts) : ChartPlan
    {
        private readonly HashSet<CurveKey> _curves = Distinct(charts);

        public override IReadOnlyList<string> Runs { get; } = [.. charts.SelectMany(c => c.Traces).Select(t => t.Run).Distinct()];

        public override int BucketsPerCurve { get; } = charts.Select(c => c.BucketsPerCurve).DefaultIfEmpty(ChartSpec.MostBuckets).Min();

        public override bool Wants(CurveKey curve) => _curves.Contains(curve);

        public override IReadOnlyList<ChartSpec> ChartsFor(IEnumerable<CurveKey> existing) => charts;

        private static HashSet<CurveKey> Distinct(IReadOnlyList<ChartSpec> charts)
        {
            var curves = new HashSet<CurveKey>();
            foreach (var trace in charts.SelectMany(c => c.Traces))
            {
                if (!curves.Add(trace.Key)) throw new ArgumentException($"{trace.Metric} of run {trace.Run} is in two charts.", nameof(charts));
            }

            return curves;
        }
    }
}
