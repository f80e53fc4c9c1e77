namespace TrmLab.Core.Statistics;

/// <summary>A share of puzzles with its 95 % interval (Wilson).</summary>
public readonly record struct Share(double Value, double Lower, double Upper)
{
    /// <summary>From counts; NaN throughout without trials.</summary>
    public static Share Of(long successes, long trials)
    {
        if (trials == 0) return new Share(double.NaN, double.NaN, double.NaN);
        var interval = WilsonInterval.Of(successes, trials);
        return new Share(successes / (double)trials, interval.Lower, interval.Upper);
    }

    /// <summary>Of a sequence of outcomes.</summary>
    public static Share Of<T>(IReadOnlyCollection<T> items, Func<T, bool> success) => Of(items.Count(success), items.Count);

    /// <summary>Such as <c>81.20 % (77.53 to 84.39)</c>.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Value:P2} ({100 * Lower:0.00} to {100 * Upper:0.00})");
}
