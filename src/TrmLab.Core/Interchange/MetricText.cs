using System.Globalization;

namespace TrmLab.Core.Interchange;

/// <summary>Numbers as metric files write them.</summary>
internal static class MetricText
{
    private const double LargestStep = 1L << 53;

    /// <summary>A value; Python's, pandas' and JavaScript's spellings of NaN, infinity and truth are known.</summary>
    public static bool TryValue(ReadOnlySpan<char> text, out double value)
    {
        text = text.Trim();
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value)) return true;
        double? named = text switch
        {
            "nan" or "NaN" or "NAN" => double.NaN,
            "inf" or "Inf" or "+inf" or "Infinity" or "infinity" => double.PositiveInfinity,
            "-inf" or "-Inf" or "-Infinity" or "-infinity" => double.NegativeInfinity,
            "True" or "true" => 1,
            "False" or "false" => 0,
            _ => null,
        };
        value = named ?? 0;
        return named is not null;
    }

    /// <summary>A whole number, also written as 12.0 or 1.2e1.</summary>
    public static bool TryStep(double value, out long step)
    {
        var whole = Math.Abs(value) <= LargestStep && Math.Floor(value) == value;
        step = whole ? (long)value : 0;
        return whole;
    }

    /// <summary>The shortest text that reads back as the same number; the names of NaN and infinity as in JSON and JavaScript.</summary>
    public static string Of(double value) => value switch
    {
        double.NaN => "NaN",
        double.PositiveInfinity => "Infinity",
        double.NegativeInfinity => "-Infinity",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };
}
