using System.Text.Json;

namespace TrmLab.Core.Puzzles;

/// <summary>How a verb of the trainer tells the program that called it how far it is: a line on stderr, written only where <see cref="Variable"/> asks for it.</summary>
public static class ProgressLine
{
    /// <summary>Environment variable that asks for the lines.</summary>
    public const string Variable = "TRMLAB_PROGRESS_LINES";

    private const string Mark = "progress: ";

    /// <summary>The line, without its end.</summary>
    public static string Format(BuildProgress progress) => Mark + JsonSerializer.Serialize(progress);

    /// <summary>What a line of stderr says; null where it is no such line.</summary>
    public static BuildProgress? Parse(string line)
    {
        if (!line.StartsWith(Mark, StringComparison.Ordinal)) return null;
        try
        {
            return JsonSerializer.Deserialize<BuildProgress>(line.AsSpan(Mark.Length)) is { Stage: not null } progress ? progress : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
