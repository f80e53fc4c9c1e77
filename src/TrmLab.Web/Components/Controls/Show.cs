using System.Globalization;

namespace TrmLab.Web.Components.Controls;

/// <summary>Numbers and times as people read them.</summary>
public static class Show
{
    private const string Nothing = "–";

    /// <summary>1,234,567.</summary>
    public static string Count(long n) => n.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>97.25 %, or a dash.</summary>
    public static string Percent(double? share) => share is { } s ? (s * 100).ToString("0.00", CultureInfo.InvariantCulture) + " %" : Nothing;

    /// <summary>Difference of two shares in percentage points with its sign, or a dash.</summary>
    public static string Points(double? difference) => difference is { } d ? (d * 100).ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture) + " pp" : Nothing;

    /// <summary>Steps a second, or seconds a step where that is the larger number.</summary>
    public static string Speed(double? perSecond) => perSecond switch
    {
        null or <= 0 => Nothing,
        >= 1 => perSecond.Value.ToString("0.0", CultureInfo.InvariantCulture) + " /s",
        _ => (1 / perSecond.Value).ToString("0.0", CultureInfo.InvariantCulture) + " s/step",
    };

    /// <summary>3 min 20 s, 2 h 5 min, 4 d 3 h.</summary>
    public static string Duration(TimeSpan t) => t switch
    {
        { TotalSeconds: < 60 } => $"{Math.Max(0, (int)t.TotalSeconds)} s",
        { TotalMinutes: < 60 } => $"{t.Minutes} min {t.Seconds} s",
        { TotalHours: < 24 } => $"{t.Hours} h {t.Minutes} min",
        _ => $"{(int)t.TotalDays} d {t.Hours} h",
    };

    /// <summary>Local time of Unix milliseconds, or a dash.</summary>
    public static string Time(long? unixMilliseconds) => unixMilliseconds is > 0
        ? DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds.Value).ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
        : Nothing;

    /// <summary>1.5 MB.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        < 1000 => $"{bytes} B",
        < 1_000_000 => (bytes / 1e3).ToString("0.#", CultureInfo.InvariantCulture) + " kB",
        < 1_000_000_000 => (bytes / 1e6).ToString("0.#", CultureInfo.InvariantCulture) + " MB",
        _ => (bytes / 1e9).ToString("0.##", CultureInfo.InvariantCulture) + " GB",
    };
}
