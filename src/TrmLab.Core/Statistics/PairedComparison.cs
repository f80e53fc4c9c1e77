using TrmLab.Core.Runs;

namespace TrmLab.Core.Statistics;

/// <summary>Names a puzzle across evaluations of one data set.</summary>
/// <param name="Set">Test set's name.</param>
/// <param name="Index">Index of the example in the test set.</param>
public readonly record struct PuzzleKey(string Set, int Index);

/// <summary>Two evaluations joined puzzle by puzzle (by set and index); puzzles that only one of them has are counted and left out.</summary>
public sealed record PairedComparison
{
    private PairedComparison()
    {
    }

    /// <summary>The counts, with p values and effect size.</summary>
    public PairedTable Table { get; private init; }

    /// <summary>Puzzles that only A solves, in A's order.</summary>
    public required IReadOnlyList<PuzzleKey> OnlyA { get; init; }

    /// <summary>Puzzles that only B solves, in A's order.</summary>
    public required IReadOnlyList<PuzzleKey> OnlyB { get; init; }

    /// <summary>Puzzles that B was not tested on.</summary>
    public int MissingInB { get; private init; }

    /// <summary>Puzzles that A was not tested on.</summary>
    public int MissingInA { get; private init; }

    /// <summary>Compares two evaluations.</summary>
    /// <param name="a">Results of the first.</param>
    /// <param name="b">Results of the second, of the same data set.</param>
    /// <param name="solved">What counts as solved; by default <see cref="PuzzleResult.Exact"/>.</param>
    /// <exception cref="InputException">A puzzle stands twice in one of them, or they have no puzzle in common.</exception>
    public static PairedComparison Of(IReadOnlyList<PuzzleResult> a, IReadOnlyList<PuzzleResult> b, Func<PuzzleResult, bool>? solved = null)
    {
        solved ??= static result => result.Exact;
        var ofB = ByKey(b, solved, "second");
        List<PuzzleKey> onlyA = [], onlyB = [];
        long both = 0, neither = 0;
        var missing = 0;
        foreach (var (key, solvedByA) in ByKey(a, solved, "first"))
        {
            if (!ofB.Remove(key, out var solvedByB)) missing++;
            else if (solvedByA && solvedByB) both++;
            else if (solvedByA) onlyA.Add(key);
            else if (solvedByB) onlyB.Add(key);
            else neither++;
        }

        var table = new PairedTable(both, onlyA.Count, onlyB.Count, neither);
        return table.Total > 0
            ? new PairedComparison { Table = table, OnlyA = onlyA, OnlyB = onlyB, MissingInB = missing, MissingInA = ofB.Count }
            : throw new InputException("The two evaluations have no puzzle in common; evaluate both on the same test set.");
    }

    // A dictionary without removals keeps the order of insertion, on which the lists' order relies.
    private static Dictionary<PuzzleKey, bool> ByKey(IReadOnlyList<PuzzleResult> results, Func<PuzzleResult, bool> solved, string which)
    {
        var found = new Dictionary<PuzzleKey, bool>(results.Count);
        foreach (var result in results)
        {
            if (!found.TryAdd(new PuzzleKey(result.Set, result.Index), solved(result)))
            {
                throw new InputException($"Puzzle {result.Index} of set '{result.Set}' stands twice in the {which} evaluation; evaluate again.");
            }
        }

        return found;
    }
}
