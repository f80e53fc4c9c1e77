using TrmLab.Core.Runs;
using TrmLab.Core.Tracing;

namespace TrmLab.Web.Inference;

/// <summary>Which puzzles each kind of a checkpoint's weights solves.</summary>
/// <param name="Solved">By weights, the examples that are exact.</param>
/// <param name="Known">By weights, the examples that were tried.</param>
/// <param name="Source">Where this is known from, for people.</param>
public sealed record PuzzleOutcomes(
    IReadOnlyDictionary<TraceWeights, IReadOnlySet<int>> Solved, IReadOnlyDictionary<TraceWeights, IReadOnlySet<int>> Known, string Source)
{
    // Networks beyond this are not run over a whole data set just to fill a list.
    private const long SmallNetwork = 1_000_000;
    private const int MostTried = 512;

    /// <summary>The filters by name.</summary>
    public static IReadOnlyList<(string Key, string Title)> Filters { get; } =
        [("all", "all puzzles"), ("failed", "failed by A"), ("solved", "solved by A"), ("ema-only", "EMA-only solved"), ("raw-only", "raw-only solved")];

    /// <summary>Whether an example passes a filter.</summary>
    public bool Passes(int example, string filter, TraceWeights weights) => filter switch
    {
        "failed" => Is(weights, example) == false,
        "solved" => Is(weights, example) == true,
        "ema-only" => Is(TraceWeights.Ema, example) == true && Is(TraceWeights.Raw, example) == false,
        "raw-only" => Is(TraceWeights.Raw, example) == true && Is(TraceWeights.Ema, example) == false,
        _ => true,
    };

    /// <summary>From the evaluation of the checkpoint's step, else by answering the first puzzles with a small network; null if neither is possible.</summary>
    /// <param name="client">Answers now; null if the device is not to be used.</param>
    public static async Task<PuzzleOutcomes?> OfAsync(ExplorableCheckpoint checkpoint, PuzzleShelf shelf, InferenceClient? client, CancellationToken cancellation)
    {
        if (Evaluated(checkpoint) is { } evaluated) return evaluated;
        if (client is null || checkpoint.Manifest.Shape.ParameterCount > SmallNetwork) return null;
        TracePuzzle[] puzzles = [.. Enumerable.Range(0, Math.Min(MostTried, shelf.Count)).Select(i => CheckpointData.Read(shelf.Directory, shelf.Split, i))];
        var solved = new Dictionary<TraceWeights, IReadOnlySet<int>>();
        foreach (var weights in Enum.GetValues<TraceWeights>().Where(checkpoint.Has))
        {
            var reply = await client.AnswerAsync(new AnswerRequest { Checkpoint = checkpoint.Path, Weights = weights, Puzzles = puzzles }, cancellation);
            solved[weights] = Enumerable.Range(0, puzzles.Length).Where(i => IsExact(puzzles[i], reply.Answers[i])).ToHashSet();
        }

        var tried = Enumerable.Range(0, puzzles.Length).ToHashSet();
        return new PuzzleOutcomes(solved, solved.ToDictionary(s => s.Key, _ => (IReadOnlySet<int>)tried), $"answered now, the first {puzzles.Length}");
    }

    private static PuzzleOutcomes? Evaluated(ExplorableCheckpoint checkpoint)
    {
        if (Path.GetDirectoryName(Path.GetDirectoryName(checkpoint.Path)) is not { } root) return null;
        var solved = new Dictionary<TraceWeights, IReadOnlySet<int>>();
        var known = new Dictionary<TraceWeights, IReadOnlySet<int>>();
        foreach (var weights in Enum.GetValues<TraceWeights>())
        {
            var file = Path.Combine(root, RunDirectory.EvaluationFile(checkpoint.Manifest.Step, weights.ToString().ToLowerInvariant()));
            if (!File.Exists(file)) continue;
            var results = PuzzleResult.ReadAll(file);
            var first = results.FirstOrDefault()?.Set;
            known[weights] = results.Where(r => r.Set == first).Select(r => r.Index).ToHashSet();
            solved[weights] = results.Where(r => r.Set == first && r.Exact).Select(r => r.Index).ToHashSet();
        }

        return solved.Count == 0 ? null : new PuzzleOutcomes(solved, known, $"evaluation at step {checkpoint.Manifest.Step}");
    }

    private static bool IsExact(TracePuzzle puzzle, int[] answer)
    {
        var labels = puzzle.Labels ?? [];
        return Enumerable.Range(0, labels.Length).All(cell => labels[cell] < 0 || labels[cell] == answer[cell]);
    }

    private bool? Is(TraceWeights weights, int example) =>
        Known.TryGetValue(weights, out var known) && known.Contains(example) ? Solved[weights].Contains(example) : null;
}
