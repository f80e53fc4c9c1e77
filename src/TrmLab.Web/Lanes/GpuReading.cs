using System.Globalization;

namespace TrmLab.Web.Lanes;

/// <summary>One line of <c>nvidia-smi --query-gpu</c>.</summary>
/// <param name="Index">Its number now.</param>
/// <param name="Uuid">Its name for good.</param>
/// <param name="Name">Model.</param>
/// <param name="Utilisation">Percent; null if the GPU does not tell, as for the following.</param>
/// <param name="MemoryUsed">MiB.</param>
/// <param name="MemoryTotal">MiB.</param>
/// <param name="Temperature">Degrees Celsius.</param>
/// <param name="Power">Watts.</param>
/// <param name="PowerLimit">Watts.</param>
public sealed record GpuReading(int Index, string Uuid, string Name, double? Utilisation, double? MemoryUsed, double? MemoryTotal, double? Temperature, double? Power, double? PowerLimit)
{
    /// <summary>The fields to ask for, in the order of <see cref="Parse"/>.</summary>
    public const string Query = "index,uuid,name,utilization.gpu,memory.used,memory.total,temperature.gpu,power.draw,power.limit";

    /// <summary>Reads a line of CSV without units; null if it is none.</summary>
    public static GpuReading? Parse(string line)
    {
        var fields = line.Split(',', StringSplitOptions.TrimEntries);
        // The UUID becomes a file's name and an environment variable: nothing but what NVIDIA writes passes.
        if (fields.Length != 9 || !int.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index) || !IsUuid(fields[1])) return null;
        return new GpuReading(index, fields[1], fields[2], Number(fields[3]), Number(fields[4]), Number(fields[5]), Number(fields[6]), Number(fields[7]), Number(fields[8]));
    }

    /// <summary>The figures of its card.</summary>
    public IReadOnlyList<LaneFigure> Figures()
    {
        var figures = new List<LaneFigure>();
        if (Utilisation is { } busy) figures.Add(new LaneFigure("Utilisation", Text(busy, "0", "%"), busy / 100));
        if (MemoryUsed is { } used && MemoryTotal is { } total) figures.Add(new LaneFigure("Memory", $"{Text(used / 1024, "0.0", "")} / {Text(total / 1024, "0.0", "GiB")}", used / total));
        if (Temperature is { } degrees) figures.Add(new LaneFigure("Temperature", Text(degrees, "0", "°C")));
        if (Power is { } watts) figures.Add(new LaneFigure("Power", PowerLimit is { } limit ? $"{Text(watts, "0", "")} / {Text(limit, "0", "W")}" : Text(watts, "0", "W"), watts / PowerLimit));
        return figures;
    }

    internal static bool IsUuid(string text) => text.Length is > 4 and < 80 && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    // "[N/A]", "[Not Supported]" and the like are no numbers.
    private static double? Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static string Text(double value, string format, string unit) => (value.ToString(format, CultureInfo.InvariantCulture) + " " + unit).Trim();
}
