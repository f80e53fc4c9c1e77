using System.Globalization;

namespace TrmLab.Web.Components.RunTable;

/// <summary>How the numbers of a column are written.</summary>
/// <param name="Format">Of .NET.</param>
/// <param name="Scale">What a value is multiplied by first.</param>
/// <param name="Unit">Written behind.</param>
public sealed record NumberStyle(string Format, double Scale = 1, string Unit = "")
{
    /// <summary>A share as a percentage.</summary>
    public static NumberStyle Percent { get; } = new("0.00", 100, " %");

    /// <summary>A difference of shares in percentage points, with its sign.</summary>
    public static NumberStyle Points { get; } = new("+0.00;-0.00;0.00", 100);

    /// <summary>Five digits.</summary>
    public static NumberStyle General { get; } = new("0.#####");

    /// <summary>The value.</summary>
    public string Of(double value) => Number(value) + Unit;

    /// <summary>Mean and standard deviation.</summary>
    public string Of(double mean, double deviation) => double.IsNaN(deviation) ? Of(mean) : $"{Number(mean)} ± {Math.Abs(deviation * Scale).ToString(Unsigned, CultureInfo.InvariantCulture)}{Unit}";

    private string Unsigned => Format.Split(';')[^1];

    private string Number(double value)
    {
        var scaled = value * Scale;
        return Format == General.Format && scaled != 0 && Math.Abs(scaled) is < 1e-3 or >= 1e6 ? scaled.ToString("0.###e0", CultureInfo.InvariantCulture) : scaled.ToString(Format, CultureInfo.InvariantCulture);
    }
}
