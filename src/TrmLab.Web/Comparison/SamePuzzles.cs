using TrmLab.Core;
using TrmLab.Core.Statistics;
using TrmLab.Web.Store;

namespace TrmLab.Web.Comparison;

/// <summary>Whether two evaluations used the same puzzles: only then may they be compared puzzle by puzzle.</summary>
public static class SamePuzzles
{
    private const string Hashed = "sha256:";

    /// <summary>Compares the data that the two runs recorded.</summary>
    /// <param name="a">First run.</param>
    /// <param name="b">Second run.</param>
    /// <param name="testHashOf">Hash of the test split of a data set, by the hash of the whole; null where it is not known.</param>
    /// <returns>What remains uncertain, in a sentence; null if nothing does.</returns>
    /// <exception cref="InputException">They used different data.</exception>
    public static string? CheckData(ComparedRun a, ComparedRun b, Func<string, string?> testHashOf)
    {
        if (a.Id == b.Id) return null;
        var (ofA, ofB) = (TestDataOf(a), TestDataOf(b));
        if (ofA.Count == 0 || ofB.Count == 0) return "Which data were used is not recorded for one of the two; that the puzzles are the same is assumed from their numbers.";
        if (ofA.Select(d => d.Value).SequenceEqual(ofB.Select(d => d.Value)))
        {
            return ofA.All(d => d.Value.StartsWith(Hashed, StringComparison.Ordinal)) ? null : "The data sets were too large to be hashed; they are compared by size.";
        }

        if (TestHashes(ofA, testHashOf) is { } testA && TestHashes(ofB, testHashOf) is { } testB && testA.SequenceEqual(testB))
        {
            return "The training puzzles differ, the test puzzles are the same by their hash.";
        }

        throw new InputException($"{a.Label} and {b.Label} were evaluated on different data: {Named(ofA)} and {Named(ofB)}. A table of pairs needs the same puzzles: evaluate both checkpoints on one data set (trmlab evaluate --keep NAME).");
    }

    /// <summary>Checks that both tested the same puzzles, none more.</summary>
    /// <exception cref="InputException">One tested puzzles that the other did not.</exception>
    public static void CheckSubset(PairedComparison pairs, string a, string b)
    {
        if (pairs.MissingInA == 0 && pairs.MissingInB == 0) return;
        var (ofA, ofB) = (pairs.Table.Total + pairs.MissingInB, pairs.Table.Total + pairs.MissingInA);
        throw new InputException($"{a} was tested on {ofA:N0} puzzles and {b} on {ofB:N0}, of which only {pairs.Table.Total:N0} are the same (eval_limit). Evaluate both on the same puzzles (trmlab evaluate --keep NAME).");
    }

    /// <summary>The file of an evaluation's puzzles.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public static string FileOf(ComparedRun run, EvaluationRow evaluation) => evaluation.File.Length > 0
        ? evaluation.File
        : throw new InputException($"{run.Label}, step {evaluation.Step:N0}: only the curve was imported, not the results by puzzle; choose an evaluation that was made here.");

    // The data set that the test puzzles come from, if the configuration names one for them alone; else all.
    private static IReadOnlyList<KeyValuePair<string, string>> TestDataOf(ComparedRun run)
    {
        var all = ConfigDifferences.DataFactsOf(run).ToArray();
        var named = run.Config?.TestDataPaths ?? [];
        var test = all.Where(d => named.Any(p => d.Key == p || d.Key.EndsWith("/" + p.TrimStart('.', '/').TrimEnd('/'), StringComparison.Ordinal))).ToArray();
        return test.Length > 0 ? test : all;
    }

    private static string[]? TestHashes(IEnumerable<KeyValuePair<string, string>> data, Func<string, string?> testHashOf)
    {
        var hashes = data.Select(d => d.Value.StartsWith(Hashed, StringComparison.Ordinal) ? testHashOf(d.Value[Hashed.Length..]) : null).ToArray();
        return hashes.Any(h => h is null) ? null : [.. hashes.OfType<string>()];
    }

    private static string Named(IEnumerable<KeyValuePair<string, string>> data) =>
        string.Join(" + ", data.Select(d => $"{Path.GetFileName(d.Key)} ({(d.Value.Length > 19 && d.Value.StartsWith(Hashed, StringComparison.Ordinal) ? d.Value[..19] : d.Value)})"));
}
