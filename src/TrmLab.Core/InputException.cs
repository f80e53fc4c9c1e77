namespace TrmLab.Core;

/// <summary>
/// Something the user gave is wrong: a file, an option, a configuration. The message is one line that says what, where and what to do;
/// it is shown as it is, and the program ends with exit code 2.
/// </summary>
public sealed class InputException : Exception
{
    public InputException(string message)
        : base(message)
    {
    }

    public InputException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
