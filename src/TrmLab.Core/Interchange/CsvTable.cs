using System.Text;

namespace TrmLab.Core.Interchange;

/// <summary>A table as CSV after RFC 4180: comma, quotes where they are needed, CR LF; numbers independent of the culture.</summary>
public static class CsvTable
{
    private const string LineEnd = "\r\n";

    /// <summary>The table as UTF-8 text.</summary>
    /// <param name="header">Titles of the columns.</param>
    /// <param name="rows">One text per column each.</param>
    public static byte[] Write(IEnumerable<string> header, IEnumerable<IEnumerable<string>> rows)
    {
        var text = new StringBuilder();
        foreach (var row in rows.Prepend(header)) text.AppendJoin(',', row.Select(Quoted)).Append(LineEnd);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>A cell: quoted if it has a separator, a quote or a line end, or blanks at its ends, which some readers cut.</summary>
    internal static string Quoted(string cell) =>
        cell.AsSpan().IndexOfAny(",\"\r\n") < 0 && cell.Trim() == cell ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
