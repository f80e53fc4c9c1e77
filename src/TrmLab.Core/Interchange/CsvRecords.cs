using System.Text;

namespace TrmLab.Core.Interchange;

/// <summary>Records of a CSV text (RFC 4180): quoted fields may hold commas, doubled quotes and line ends. The size of a record is bounded.</summary>
internal sealed class CsvRecords(LimitedLines lines, string source, int longest)
{
    private readonly StringBuilder _field = new();

    /// <summary>Reads the next record; false behind the last. Empty lines are passed over.</summary>
    /// <param name="fields">Cleared and filled.</param>
    public bool Next(List<string> fields)
    {
        fields.Clear();
        var line = lines.Next();
        while (line is { Length: 0 }) line = lines.Next();
        if (line is null) return false;
        var first = lines.Number;
        var at = 0;
        while (true)
        {
            if (at < line.Length && line[at] == '"') fields.Add(Quoted(ref line, ref at, first));
            else fields.Add(Plain(line, ref at));
            if (at >= line.Length) return true;
            if (line[at] != ',') throw new InputException($"{source} line {lines.Number}: text after a closing quote; separate fields by commas.");
            at++;
        }
    }

    private static string Plain(string line, ref int at)
    {
        var start = at;
        at = line.IndexOf(',', start);
        if (at < 0) at = line.Length;
        return line[start..at];
    }

    private string Quoted(ref string line, ref int at, int first)
    {
        _field.Clear();
        at++;
        while (true)
        {
            var quote = line.IndexOf('"', at);
            _field.Append(line, at, (quote < 0 ? line.Length : quote) - at);
            if (_field.Length > longest) throw new InputException($"{source} line {first}: a field is longer than {longest} characters; is a quote missing?");
            if (quote < 0)
            {
                line = lines.Next() ?? throw new InputException($"{source} line {first}: a quoted field is not closed; the file is cut off or a quote is missing.");
                at = 0;
                _field.Append('\n');
            }
            else if (quote + 1 < line.Length && line[quote + 1] == '"')
            {
                _field.Append('"');
                at = quote + 2;
            }
            else
            {
                at = quote + 1;
                return _field.ToString();
            }
        }
    }
}
