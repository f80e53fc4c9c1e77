namespace TrmLab.Core.Configuration;

/// <summary>Finds what a misspelt word was probably meant to be.</summary>
public static class NearestWord
{
    /// <summary>The candidate with the smallest edit distance to <paramref name="word"/>, or null if none is close.</summary>
    public static string? Of(string word, IEnumerable<string> candidates)
    {
        var (best, distance) = candidates
            .Select(c => (Candidate: c, Distance: Math.Min(Distance(word, c), LastPart(c) is { } last ? Distance(word, last) : int.MaxValue)))
            .OrderBy(p => p.Distance)
            .FirstOrDefault();
        return best is not null && distance <= Math.Max(2, word.Length / 2) ? best : null;
    }

    private static string? LastPart(string path) => path.LastIndexOf('.') is var dot and > 0 ? path[(dot + 1)..] : null;

    // Levenshtein distance, one row at a time.
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substitute = diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitute, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
