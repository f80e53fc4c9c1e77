using System.Globalization;

namespace TrmLab.Core.Statistics;

/// <summary>A two-sided interval that covers the true value in the share <paramref name="Level"/> of repetitions.</summary>
public readonly record struct ConfidenceInterval(double Lower, double Upper, double Level = 0.95)
{
    /// <summary>Upper less lower limit.</summary>
    public double Width => Upper - Lower;

    /// <summary>Whether <paramref name="value"/> is inside or on a limit.</summary>
    public bool Contains(double value) => value >= Lower && value <= Upper;

    /// <summary>Such as <c>95 % interval 0.256 to 0.366</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Level * 100:0.##} % interval {Lower:0.####} to {Upper:0.####}");

    internal static double CheckedLevel(double level) => level is > 0 and < 1
        ? level
        : throw new ArgumentOutOfRangeException(nameof(level), level, "A confidence level lies between 0 and 1, such as 0.95.");
}
