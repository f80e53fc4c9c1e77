using System.Text.RegularExpressions;

namespace TrmLab.Core;

/// <summary>
/// Something the user gave is wrong: a file, an option, a configuration. The message is one line that says what, where and what to do;
/// it is shown as it is, and the program ends with exit code 2. Since messages quote what was given, control characters in them become
/// spaces and very long ones are cut: a damaged file must not move the terminal's cursor or fill the log.
/// </summary>
public sealed partial class InputException : Exception
{
    private const int LongestMessage = 4000;

    public InputException(string message)
        : base(OneLine(message))
    {
    }

    public InputException(string message, Exception cause)
        : base(OneLine(message), cause)
    {
    }

    private static string OneLine(string message)
    {
        var line = ControlCharacters().Replace(message, " ");
        return line.Length <= LongestMessage ? line : line[..LongestMessage] + "...";
    }

    [GeneratedRegex(@"[\p{Cc}\u2028\u2029]+")]
    private static partial Regex ControlCharacters();
}
