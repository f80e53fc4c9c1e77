using TrmLab.Core;
using TrmLab.Core.Statistics;
using TrmLab.Web.Store;

namespace TrmLab.Web.Comparison;

/// <summary>Raw (A) against averaged (B) weights of a run's last evaluation that has both.</summary>
/// <param name="Run">The run.</param>
/// <param name="Step">Its step.</param>
/// <param name="Table">Puzzles counted; null if they cannot be.</param>
/// <param name="Problem">Why not; empty otherwise.</param>
public sealed record EmaPairing(ComparedRun Run, long Step, PairedTable? Table, string Problem)
{
    /// <summary>One per run that was evaluated with both weights at one step.</summary>
    public static IReadOnlyList<EmaPairing> Of(PuzzlePairing pairing, IEnumerable<ComparedRun> runs) => [.. runs.Select(r => Of(pairing, r)).OfType<EmaPairing>()];

    /// <summary>Tells whether <see cref="Of(PuzzlePairing, IEnumerable{ComparedRun})"/> would read anything else than before.</summary>
    public static string KeyOf(IEnumerable<ComparedRun> runs) =>
        string.Join('\n', runs.Select(r => LastOf(r) is { } last ? $"{r.Id} {r.State.Phase} {last.Raw.Step} {last.Raw.Time} {last.Averaged.Time} {r.Label}" : ""));

    private static (EvaluationRow Raw, EvaluationRow Averaged)? LastOf(ComparedRun run)
    {
        var averaged = run.Of("ema").ToLookup(e => e.Step);
        return run.Of("raw").LastOrDefault(e => averaged.Contains(e.Step)) is { } raw ? (raw, averaged[raw.Step].First()) : null;
    }

    private static EmaPairing? Of(PuzzlePairing pairing, ComparedRun run)
    {
        if (LastOf(run) is not var (raw, averaged)) return null;
        try
        {
            return new EmaPairing(run, raw.Step, pairing.Of((run, raw), (run, averaged)).Pairs.Table, "");
        }
        catch (InputException e)
        {
            return new EmaPairing(run, raw.Step, null, e.Message);
        }
    }
}
