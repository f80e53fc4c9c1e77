using System.Text.RegularExpressions;
using TrmLab.Core;

namespace TrmLab.Web.Jobs;

/// <summary>The only part of an output path that the user chooses: one directory name below <c>data/datasets</c>.</summary>
public static partial class DatasetName
{
    /// <summary>The name itself, if it is one.</summary>
    /// <exception cref="InputException">It is not.</exception>
    public static string Checked(string name) => Problem(name) is { } problem ? throw new InputException($"'{name}': {problem}") : name;

    /// <summary>Why a name cannot be used; null if it can.</summary>
    public static string? Problem(string name) =>
        Allowed().IsMatch(name) && !name.EndsWith('.') ? null : "use letters, digits, '.', '-' and '_', beginning with a letter or digit, at most 80";

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,79}\\z")]
    private static partial Regex Allowed();
}
