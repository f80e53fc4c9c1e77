using TrmLab.Core.Configuration;
using TrmLab.Core.Puzzles;
using TrmLab.Trainer.Model;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Inference;

/// <summary>
/// Runs test puzzles through a network to fit the planes that traces are drawn on. How many, and how many supervision steps, is limited
/// so that the fit takes seconds: the largest networks see a dozen puzzles for their first steps.
/// </summary>
internal static class Population
{
    private const int MostPuzzles = 64;
    private const int FewestPuzzles = 4;
    private const int ManyPuzzles = 12;
    private const int FewSteps = 4;
    private const int ChunkSize = 16;
    private const int KeptSteps = 6;

    // Floating-point operations: under a second for networks that need no more, else the three or four seconds that a trace takes itself.
    private const double SmallBudget = 5e10;
    private const double ProcessorBudget = 2.5e11;
    private const double AcceleratorBudget = 2e14;

    // Softmax and memory traffic of one attention weight, in floating-point operations that take as long (measured on 900 tokens).
    private const double AttentionWeight = 60;

    // Of states in float32.
    private const long MemoryBudget = 200_000_000;

    /// <summary>Fits the planes, and measures how far y still moves at the end.</summary>
    /// <param name="sequences">In the data's order; taken evenly from the whole.</param>
    public static StatePlanes Fit(TinyRecursiveModel model, IReadOnlyList<PopulationPuzzle> sequences, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        using var gradient = no_grad();
        var (puzzles, steps) = Extent(model.Shape, model.Device.type == TorchSharp.DeviceType.CUDA);
        PopulationPuzzle[] chosen = [.. Spread(sequences.Count, puzzles).Select(place => sequences[place])];
        var kept = Spread(steps, Math.Min(KeptSteps, MostStates(model.Shape) / Math.Max(1, chosen.Length))).Select(step => steps - 1 - step).ToHashSet();
        kept.Add(steps - 1);

        var states = new List<RecursionState>();
        var ends = new List<RecursionState>();
        var residuals = new List<float>();
        var solved = new List<byte>();
        foreach (var chunk in chosen.Chunk(ChunkSize))
        {
            var inputs = stack(chunk.Select(puzzle => tensor(puzzle.Inputs, ScalarType.Int64))).to(model.Device);
            var rows = model.PuzzleEmbedding?.Gather(tensor(chunk.Select(puzzle => puzzle.Identifier).ToArray(), ScalarType.Int64).to(model.Device));
            var state = model.InitialState(chunk.Length);
            for (var step = 0; step < steps; step++)
            {
                cancellation.ThrowIfCancellationRequested();
                using var last = step == steps - 1 ? new LastResidual(state.Answer) : null;
                var output = model.Forward(state, inputs, rows, last);
                state = output.State;
                if (kept.Contains(step))
                    states.Add(state);
                if (last is null)
                    continue;
                residuals.AddRange(last.Values());
                var answers = output.Logits.argmax(-1).to(ScalarType.Int32).cpu().contiguous().data<int>().ToArray();
                solved.AddRange(chunk.Select((puzzle, row) => puzzle.IsSolvedBy(answers.AsSpan(row * puzzle.Inputs.Length, puzzle.Inputs.Length)) ? (byte)1 : (byte)0));
            }

            ends.Add(state);
        }

        return StatePlanes.Fit(states, Joined(ends)) with { Steps = steps, Residuals = [.. residuals], Solved = [.. solved] };
    }

    /// <summary>Sequences of data sets' test splits.</summary>
    public static IReadOnlyList<PopulationPuzzle> Read(IReadOnlyList<string> directories, ModelShape shape)
    {
        using var data = PuzzleDataset.Open(directories, PuzzleDataset.HasSplit(directories[0], "test") ? "test" : "train");
        if (data.Metadata.SequenceLength != shape.SequenceLength)
            return [];
        var sequences = new List<PopulationPuzzle>();
        foreach (var set in data.Sets)
        {
            foreach (var example in Spread(set.Examples, MostPuzzles))
            {
                var (inputs, labels) = (new int[shape.SequenceLength], new int[shape.SequenceLength]);
                set.CopyExample(example, inputs, labels);
                var identifier = set.PuzzleIdentifiers[set.PuzzleOf(example)];
                if (inputs.All(token => token < shape.VocabularySize) && identifier < Math.Max(1, shape.PuzzleIdentifiers))
                    sequences.Add(new PopulationPuzzle(inputs, identifier, labels));
            }
        }

        return sequences;
    }

    /// <summary>How many puzzles are taken, and how far.</summary>
    public static (int Puzzles, int Steps) Extent(ModelShape shape, bool accelerator)
    {
        var perStep = OperationsPerCall(shape) * shape.UpdatesPerSupervisionStep;
        var all = shape.Arch.MaxSupervisionSteps;
        var budget = accelerator ? AcceleratorBudget : SmallBudget / (perStep * all) >= ManyPuzzles ? SmallBudget : ProcessorBudget;
        int[] choices = [all, Math.Min(all, FewSteps), Math.Min(all, FewSteps / 2)];
        var steps = choices.FirstOrDefault(count => budget / (perStep * count) >= ManyPuzzles, choices[^1]);
        return ((int)Math.Clamp(Math.Min(budget / (perStep * steps), MostStates(shape)), FewestPuzzles, MostPuzzles), steps);
    }

    private static double OperationsPerCall(ModelShape shape)
    {
        double length = shape.TotalLength, layers = Math.Max(1, shape.Arch.Layers + shape.Arch.HighLayers);
        var attention = shape.Arch.TokenMlp ? 0 : layers * length * length * ((4.0 * shape.Arch.HiddenSize) + (AttentionWeight * shape.Arch.Heads));
        // Of two networks a call runs one.
        var one = shape with { Arch = shape.Arch with { SeparateNetworks = false } };
        return (2.0 * one.ParameterCount * length) + attention;
    }

    private static int MostStates(ModelShape shape) => (int)Math.Clamp(MemoryBudget / (4L * shape.TotalLength * shape.Arch.HiddenSize), 1, 4096);

    /// <summary>At most <paramref name="wanted"/> places of 0..count-1, evenly spread, the first among them.</summary>
    private static IEnumerable<int> Spread(int count, int wanted)
    {
        var taken = Math.Min(count, Math.Max(1, wanted));
        return Enumerable.Range(0, taken).Select(i => (int)((long)i * count / taken));
    }

    private static RecursionState Joined(List<RecursionState> states) => new(
        cat([.. states.Select(state => state.Answer)], 0),
        [.. Enumerable.Range(0, states[0].Latents.Count).Select(latent => cat([.. states.Select(state => state.Latents[latent])], 0))]);
}
