using TrmLab.Core.Puzzles;
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

    /// <summary>From an evaluation of the checkpoint, else by answering the first puzzles with a small network; null if neither is possible.</summary>
    /// <param name="all">All checkpoints: a kept evaluation has a copy of the weights.</param>
    /// <param name="root">The data folder.</param>
    /// <param name="client">Answers now; null if the device is not to be used.</param>
    public static async Task<PuzzleOutcomes?> OfAsync(
        ExplorableCheckpoint checkpoint, IReadOnlyList<ExplorableCheckpoint> all, PuzzleShelf shelf, string root, InferenceClient? client, CancellationToken cancellation)
    {
        if (Evaluated(checkpoint, all, shelf, root) is { } evaluated) return evaluated;
        if (client is null || checkpoint.Manifest.Shape.ParameterCount > SmallNetwork) return null;
        TracePuzzle[] puzzles = [.. Enumerable.Range(0, Math.Min(MostTried, shelf.Count)).Select(i => CheckpointData.Read(shelf.Directory, shelf.Split, i))];
        var solved = new Dictionary<TraceWeights, IReadOnlySet<int>>();
        foreach (var weights in Enum.GetValues<TraceWeights>().Where(checkpoint.Has))
        {
            var reply = await client.AnswerAsync(new AnswerRequest { Checkpoint = checkpoint.Path, Weights = weights, Puzzles = puzzles }, cancellation);
            solved[weights] = Enumerable.Range(0, puzzles.Length).Where(i => LabelledCells.AreRight(puzzles[i].Labels, reply.Answers[i])).ToHashSet();
        }

        var tried = Enumerable.Range(0, puzzles.Length).ToHashSet();
        return new PuzzleOutcomes(solved, solved.ToDictionary(s => s.Key, _ => (IReadOnlySet<int>)tried), $"answered now, the first {puzzles.Length}");
    }

    /// <summary>From evaluations of these weights on the shelf's puzzles, by the checkpoint's run or kept as another; of each kind of weights the one that tried most. Null without any.</summary>
    internal static PuzzleOutcomes? Evaluated(ExplorableCheckpoint checkpoint, IReadOnlyList<ExplorableCheckpoint> all, PuzzleShelf shelf, string root)
    {
        if (shelf.Split != "test") return null;
        ExplorableCheckpoint[] places = [checkpoint, .. all.Where(other => other.Key != checkpoint.Key)];
        var solved = new Dictionary<TraceWeights, IReadOnlySet<int>>();
        var known = new Dictionary<TraceWeights, IReadOnlySet<int>>();
        var sources = new List<string>();
        foreach (var weights in Enum.GetValues<TraceWeights>().Where(checkpoint.Has))
        {
            var found = places.Where(place => place == checkpoint || StandsFor(checkpoint, place, weights)).Select(place => (Place: place, Results: ResultsOf(place, weights, shelf, root))).MaxBy(f => f.Results.Length);
            if (found.Results is not { Length: > 0 } results) continue;
            known[weights] = results.Select(r => r.Index).ToHashSet();
            solved[weights] = results.Where(r => r.Exact).Select(r => r.Index).ToHashSet();
            sources.Add(found.Place.Key == checkpoint.Key ? $"evaluation at step {checkpoint.Manifest.Step}" : $"evaluation kept as {found.Place.Name}");
        }

        return solved.Count == 0 ? null : new PuzzleOutcomes(solved, known, string.Join(", ", sources.Distinct()));
    }

    // Names and steps may be shared; weights of one hash in the same network are the same wherever they lie. What was kept with noise,
    // symmetries or early halts, of which its second event tells, is not what the network answers by itself.
    private static bool StandsFor(ExplorableCheckpoint checkpoint, ExplorableCheckpoint other, TraceWeights weights)
    {
        var file = ExplorableCheckpoint.FileOf(weights);
        return other.Manifest.Files.TryGetValue(file, out var digest) && digest == checkpoint.Manifest.Files[file] && other.Manifest.Arch == checkpoint.Manifest.Arch
            && RunDirectory.OfCheckpoint(other.Path) is { } run && !RunLogReader.Read(run.Log).Take(2).Any(line => line.Event is RunImported { Notes.Count: > 0 });
    }

    // Of the first set alone: its examples are counted as the shelf counts them.
    private static PuzzleResult[] ResultsOf(ExplorableCheckpoint place, TraceWeights weights, PuzzleShelf shelf, string root)
    {
        if (RunDirectory.OfCheckpoint(place.Path) is not { } run) return [];
        var file = run.Resolve(RunDirectory.EvaluationFile(place.Manifest.Step, ExplorableCheckpoint.WordOf(weights)));
        if (!File.Exists(file) || CheckpointData.EvaluatedBy(run, root).FirstOrDefault() != Path.GetFullPath(shelf.Directory)) return [];
        var results = PuzzleResult.ReadAll(file);
        return [.. results.Where(r => r.Set == results[0].Set)];
    }

    private bool? Is(TraceWeights weights, int example) =>
        Known.TryGetValue(weights, out var known) && known.Contains(example) ? Solved[weights].Contains(example) : null;
}
