namespace TrmLab.Core.Puzzles;

/// <summary>Where the columns of a puzzle CSV stand; -1 for a missing optional one.</summary>
internal readonly record struct CsvColumns(int Count, int Source, int Question, int Answer, int Rating)
{
    public static CsvColumns Parse(string header, string path)
    {
        var fields = new List<ReadOnlyMemory<char>>();
        CsvFields.Split(header, fields, path, line: 1);
        string[] names = [.. fields.Select(field => field.ToString().Trim().ToLowerInvariant())];
        var columns = new CsvColumns(
            names.Length,
            Array.IndexOf(names, "source"),
            Array.IndexOf(names, "question"),
            Array.IndexOf(names, "answer"),
            Array.IndexOf(names, "rating"));
        return columns.Question >= 0 && columns.Answer >= 0
            ? columns
            : throw new InputException($"{path} line 1: the header must name the columns question and answer (and may name source and rating); it is '{Shorten(header)}'.");
    }

    private static string Shorten(string text) => text.Length <= 80 ? text : text[..80] + "...";
}
