using System.Globalization;

namespace TrmLab.Web.Jobs;

/// <summary>A command line for a shell; options without a value are left out.</summary>
internal static class CommandText
{
    /// <summary>A verb of <c>trmlab data</c>.</summary>
    public static string Of(string verb, params (string Option, object? Value)[] options) => OfVerb("data " + verb, options);

    /// <summary>Any verb; a value without an option's name is an argument.</summary>
    public static string OfVerb(string verb, IEnumerable<(string Option, object? Value)> options) =>
        string.Join(' ', options.Where(o => o.Value is not (null or false)).Select(o => $"{o.Option}{(o.Value is true ? "" : " " + Quoted(o.Value!))}".Trim()).Prepend("trmlab " + verb));

    /// <summary>A value as one word of a shell.</summary>
    public static string Quoted(object value)
    {
        var word = Convert.ToString(value, CultureInfo.InvariantCulture)!;
        return word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "._-=/,:+".Contains(c, StringComparison.Ordinal)) ? word : "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
    }
}
