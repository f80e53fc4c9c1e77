using TrmLab.Core;
using TrmLab.Core.Runs;
using TrmLab.Core.Statistics;
using TrmLab.Web.Datasets;
using TrmLab.Web.Hosting;
using TrmLab.Web.Store;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Comparison;

/// <summary>Two evaluations of the same puzzles, puzzle by puzzle.</summary>
/// <param name="Pairs">Counts and lists.</param>
/// <param name="Notes">What a reader should know, in sentences.</param>
public sealed record PairedEvaluations(PairedComparison Pairs, IReadOnlyList<string> Notes);

/// <summary>Reads results by puzzle and joins them.</summary>
public sealed class PuzzlePairing(RunFolder folder, LabData data)
{
    /// <summary>Compares two evaluations.</summary>
    /// <exception cref="InputException">They did not use the same puzzles, or results by puzzle are missing; says which and why.</exception>
    public PairedEvaluations Of((ComparedRun Run, EvaluationRow Evaluation) a, (ComparedRun Run, EvaluationRow Evaluation) b)
    {
        List<string> notes = [];
        var (first, second) = (Read(a), Read(b));
        if (SamePuzzles.CheckData(a.Run, b.Run, TestHashOf) is { } doubt) notes.Add(doubt);
        var pairs = PairedComparison.Of(first, second);
        SamePuzzles.CheckSubset(pairs, a.Run.Label, b.Run.Label);
        if (a.Run.Id != b.Run.Id)
        {
            if (a.Evaluation.Step != b.Evaluation.Step) notes.Add($"The two were evaluated at different steps, {a.Evaluation.Step:N0} and {b.Evaluation.Step:N0}: they compare unequal amounts of training.");
            foreach (var run in new[] { a.Run, b.Run }.Where(r => !r.IsComplete)) notes.Add($"{run.Label} is {run.State.Phase.ToString().ToLowerInvariant()} at step {run.Row.Step:N0} of {run.Row.TotalSteps:N0}: this is not the result of a complete training.");
        }

        return new PairedEvaluations(pairs, notes);
    }

    private IReadOnlyList<PuzzleResult> Read((ComparedRun Run, EvaluationRow Evaluation) of) =>
        PuzzleResult.ReadAll(folder.Of(of.Run.Id).Resolve(SamePuzzles.FileOf(of.Run, of.Evaluation)));

    // From the checks of the data sets page: reading whole data sets again would keep the page waiting.
    private string? TestHashOf(string hash)
    {
        var cache = new CheckCache(data);
        return new DatasetShelf(data).All().Select(cache.Read).FirstOrDefault(c => c?.Info?.Hash == hash)?.Info?.Splits.FirstOrDefault(s => s.Name == "test")?.Hash;
    }
}
