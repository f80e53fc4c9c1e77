using System.Globalization;

namespace TrmLab.Trainer.Distributed.Liveness;

/// <summary>What a rank tells of itself every second.</summary>
/// <param name="Entered">Collectives that its training thread has entered since the start.</param>
/// <param name="Waiting">It is in the last of them now.</param>
/// <param name="Busy">It does something at length that the others do not: starting, saving.</param>
/// <param name="Gap">Seconds that it computed before the last collective.</param>
internal readonly record struct Beat(long Entered, bool Waiting, bool Busy, double Gap)
{
    private const int Fields = 4;

    /// <summary>As one line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Entered} {(Waiting ? 1 : 0)} {(Busy ? 1 : 0)} {Gap:R}");

    /// <summary>Reads what <see cref="ToString"/> wrote; null for anything else.</summary>
    public static Beat? Parse(string text)
    {
        var words = text.Split(' ');
        return words.Length == Fields && long.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var entered)
            && double.TryParse(words[3], NumberStyles.Float, CultureInfo.InvariantCulture, out var gap)
            ? new Beat(entered, words[1] == "1", words[2] == "1", gap)
            : null;
    }
}
