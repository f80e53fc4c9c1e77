namespace TrmLab.Web.Slurm;

/// <summary>How jobs are named after runs: by that name they are found again, never by their number.</summary>
internal static class SlurmNames
{
    private const string Prefix = "trm-";
    private const string CommentPrefix = "trmlab:";

    /// <summary>The job of one run.</summary>
    public static string OfRun(string run) => Prefix + run;

    /// <summary>An array of several; its tasks take their run's name when they start.</summary>
    public static string OfArray(string firstRun, int count) => $"{Prefix}{firstRun}-x{count}";

    /// <summary>The comment that goes with a name.</summary>
    public static string CommentOf(string name) => CommentPrefix + name[Prefix.Length..];

    /// <summary>The name that goes with a comment; null if it is none of this lab's.</summary>
    public static string? OfComment(string comment) => comment.StartsWith(CommentPrefix, StringComparison.Ordinal) ? Prefix + comment[CommentPrefix.Length..] : null;

    /// <summary>Whether a job's name is one of these.</summary>
    public static bool IsOurs(string name) => name.StartsWith(Prefix, StringComparison.Ordinal);
}
