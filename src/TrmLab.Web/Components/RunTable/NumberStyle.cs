using System.Globalization;

namespace TrmLab.Web.Components.RunTable;

/// <summary>How the numbers of a column are written.</summary>
/// <param name="Format">Of .NET.</param>
/// <param name="Scale">What a value is multiplied by first.</param>
/// <param name="Unit">Written behind.</param>
public sealed record NumberStyle(string Format, double Scale = 1, string Unit = "")
{
    private const string Digits = "0.#####";
    private const string Three = "G3";

    /// <summary>A share as a percentage.</summary>
    public static NumberStyle Percent { get; } = new("0.00", 100, " %");

    /// <summary>A difference of shares in percentage points, with its sign.</summary>
    public static NumberStyle Points { get; } = new("+0.00;-0.00;0.00", 100, " pp");

    /// <summary>Five digits.</summary>
    public static NumberStyle General { get; } = new(Digits);

    /// <summary>Three significant digits, for what is hundreds in one row and hundredths in another.</summary>
    public static NumberStyle Significant { get; } = new(Three);

    /// <summary>The value.</summary>
    public string Of(double value) => Number(value) + Unit;

    /// <summary>Mean and standard deviation.</summary>
    public string Of(double mean, double deviation) => double.IsNaN(deviation) ? Of(mean) : $"{Number(mean)} ± {Text(Math.Abs(deviation * Scale), Format.Split(';')[^1])}{Unit}";

    private string Number(double value) => Text(value * Scale, Format);

    private static string Text(double scaled, string format) => scaled.ToString(
        format switch
        {
            Digits when scaled != 0 && Math.Abs(scaled) is < 1e-3 or >= 1e6 => "0.###e0",
            Three when Math.Abs(scaled) >= 999.5 => "0",
            _ => format,
        },
        CultureInfo.InvariantCulture);
}
