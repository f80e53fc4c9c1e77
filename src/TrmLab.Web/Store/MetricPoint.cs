using System.Runtime.InteropServices;

namespace TrmLab.Web.Store;

/// <summary>One value of one metric. NaN and infinities are values like others here; SQLite keeps them as a kind beside a null.</summary>
/// <param name="Step">Training step.</param>
/// <param name="Value">The value, also NaN or infinite.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct MetricPoint(long Step, double Value);

/// <summary>How a value is kept in a table that has no NaN.</summary>
internal static class StoredValue
{
    public static int KindOf(double value) => double.IsFinite(value) ? 0 : double.IsNaN(value) ? 1 : value > 0 ? 2 : 3;

    public static double Of(int kind) => kind switch { 1 => double.NaN, 2 => double.PositiveInfinity, _ => double.NegativeInfinity };
}
