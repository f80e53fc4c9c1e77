namespace TrmLab.Core.Puzzles;

/// <summary>Splits one CSV line; unquoted fields are slices of it.</summary>
internal static class CsvFields
{
    public static void Split(string text, List<ReadOnlyMemory<char>> fields, string path, int line)
    {
        fields.Clear();
        int start = 0;
        while (true)
        {
            int end;
            if (start < text.Length && text[start] == '"')
            {
                end = ClosingQuote(text, start);
                if (end < 0 || (end + 1 < text.Length && text[end + 1] != ','))
                {
                    throw new InputException($"{path} line {line}: a quoted field is not closed.");
                }

                fields.Add(text[(start + 1)..end].Replace("\"\"", "\"", StringComparison.Ordinal).AsMemory());
                end++;
            }
            else
            {
                end = text.IndexOf(',', start);
                end = end < 0 ? text.Length : end;
                fields.Add(text.AsMemory(start, end - start));
            }

            if (end == text.Length)
            {
                return;
            }

            start = end + 1;
        }
    }

    private static int ClosingQuote(string text, int opening)
    {
        for (int i = opening + 1; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                if (i + 1 == text.Length || text[i + 1] != '"')
                {
                    return i;
                }

                i++;
            }
        }

        return -1;
    }
}
