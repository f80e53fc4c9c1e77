using System.Text;

namespace TrmLab.Core.Interchange;

/// <summary>Python's json module writes NaN, Infinity and -Infinity bare, which JSON does not know; this puts them in quotes.</summary>
internal static class PythonJson
{
    private static readonly string[] Words = ["-Infinity", "Infinity", "NaN"];

    public static string WithQuotedNonFinite(string line)
    {
        var result = new StringBuilder(line.Length + 16);
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (quoted)
            {
                result.Append(c);
                if (c == '\\' && i + 1 < line.Length) result.Append(line[++i]);
                else if (c == '"') quoted = false;
            }
            else if (Words.FirstOrDefault(w => line.AsSpan(i).StartsWith(w, StringComparison.Ordinal)) is { } word)
            {
                result.Append('"').Append(word).Append('"');
                i += word.Length - 1;
            }
            else
            {
                quoted = c == '"';
                result.Append(c);
            }
        }

        return result.ToString();
    }
}
