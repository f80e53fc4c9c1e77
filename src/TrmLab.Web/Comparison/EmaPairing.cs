using TrmLab.Core;
using TrmLab.Core.Statistics;

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

    private static EmaPairing? Of(PuzzlePairing pairing, ComparedRun run)
    {
        var averaged = run.Of("ema").ToLookup(e => e.Step);
        if (run.Of("raw").LastOrDefault(e => averaged.Contains(e.Step)) is not { } raw) return null;
        try
        {
            return new EmaPairing(run, raw.Step, pairing.Of((run, raw), (run, averaged[raw.Step].First())).Pairs.Table, "");
        }
        catch (InputException e)
        {
            return new EmaPairing(run, raw.Step, null, e.Message);
        }
    }
}
