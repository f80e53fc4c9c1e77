namespace TrmLab.Trainer.Checkpoints.Arrays;

/// <summary>Text from a foreign file, made fit for a one-line message.</summary>
internal static class InputText
{
    private const int Longest = 120;

    /// <summary>In quotes, without control characters, at most 120 characters.</summary>
    internal static string Quote(string text)
    {
        var shown = text.Length > Longest ? text[..Longest] + "..." : text;
        return $"'{string.Concat(shown.Select(c => char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' ? '?' : c))}'";
    }
}
