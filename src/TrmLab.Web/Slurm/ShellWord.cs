namespace TrmLab.Web.Slurm;

/// <summary>One word for a POSIX shell.</summary>
internal static class ShellWord
{
    /// <summary>The text as one word that the shell takes as it is, whatever is in it.</summary>
    public static string Quote(string text) => "'" + text.Replace("'", @"'\''", StringComparison.Ordinal) + "'";
}
