using System.Diagnostics;
using TrmLab.Core;
using TrmLab.Core.Tracing;
using TrmLab.Trainer.Model;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Inference;

/// <summary>
/// Runs one puzzle through a network and records its way. Without noise, from the trained start and with the trained number of steps it
/// computes what an evaluation computes.
/// </summary>
public static class Tracer
{
    // All probabilities of all cells are kept for traces of ordinary length only.
    private const int DistributionBudget = 200_000;

    // Beyond this many positions one network call's attention is a megabyte.
    private const int ManyPositions = 256;

    /// <summary>Traces a puzzle.</summary>
    /// <param name="planes">Of this network; null leaves the projection out.</param>
    /// <param name="cancellation">Asked before each supervision step.</param>
    /// <exception cref="InputException">The puzzle or an option does not fit the network.</exception>
    /// <exception cref="OperationCanceledException">Nobody waits for it any more.</exception>
    public static RecursionTrace Run(TracedNetwork network, TraceRequest request, StatePlanes? planes = null, CancellationToken cancellation = default)
    {
        TraceInput.Check(request, network.Model.Shape);
        var clock = Stopwatch.StartNew();
        using var scope = NewDisposeScope();
        using var gradient = no_grad();
        var header = HeaderOf(network, request, planes);
        var noise = request.Options.Noise;
        var rollouts = Math.Max(1, noise?.Rollouts ?? 0);
        // A single path of a numbered rollout draws that rollout's numbers.
        var row = noise?.Rollouts > 0 ? noise.Traced : 0;
        var distributions = (long)header.Steps * header.Cells * header.Vocabulary <= DistributionBudget;
        using var recorder = new TraceRecorder(network.Model, header, planes, row, distributions);
        var fan = noise?.Rollouts > 0 ? new RolloutFan(rollouts, header, planes?.Answer) : null;
        var going = Recurse(network.Model, request, header, rollouts, recorder, fan, cancellation);

        List<TraceSection> sections =
        [
            TraceSection.Of(TraceNames.Inputs, Bytes(request.Puzzle.Inputs), header.Cells),
            TraceSection.Of(TraceNames.Labels, Labels(request.Puzzle, header), header.Cells),
            .. recorder.Sections(),
            TraceSection.Of(TraceNames.ContinueLogits, going, header.Steps),
            .. Population(planes),
            .. fan?.Sections() ?? [],
        ];
        var trace = new RecursionTrace(header, sections);
        return new RecursionTrace(header with { WouldHaltStep = WouldHalt(trace, going), Seconds = Math.Round(clock.Elapsed.TotalSeconds, 3) }, sections);
    }

    /// <summary>Whether the attention of a network call within the step is kept.</summary>
    internal static bool KeepsAttention(TraceHeader header, int update, int positions) => positions <= ManyPositions || update == header.UpdatesPerStep - 1;

    /// <summary>Runs the supervision steps.</summary>
    /// <returns>Continue logit of the traced row after each.</returns>
    private static float[] Recurse(
        TinyRecursiveModel model, TraceRequest request, TraceHeader header, int rollouts, TraceRecorder recorder, RolloutFan? fan, CancellationToken cancellation)
    {
        var options = request.Options;
        var row = fan is null ? 0 : options.Noise!.Traced;
        var noise = options.Noise is { } given ? new RolloutNoise(given, fan is null ? [given.Traced] : Enumerable.Range(0, rollouts)) : null;
        var inputs = tensor(request.Puzzle.Inputs, ScalarType.Int64).to(model.Device).unsqueeze(0).expand(rollouts, -1).contiguous();
        var identifiers = full([rollouts], options.BlankIdentifier ? 0 : request.Puzzle.Identifier, ScalarType.Int64, model.Device);
        var puzzleRows = model.PuzzleEmbedding?.Gather(identifiers);
        var going = new float[header.Steps];
        var state = StartingState.Of(model, options.Start, options.Noise?.Seed ?? 0, rollouts);
        for (var step = 0; step < header.Steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var stepScope = NewDisposeScope();
            var start = noise?.Disturb(state, step + 1) ?? state;
            recorder.Begin(start);
            var output = model.Forward(start, inputs, puzzleRows, recorder);
            recorder.EndStep();
            fan?.Add(output, step);
            going[step] = output.ContinueLogits[row].item<float>();
            state = output.State.Map(tensor => tensor.MoveToOuterDisposeScope());
        }

        return going;
    }

    private static TraceHeader HeaderOf(TracedNetwork network, TraceRequest request, StatePlanes? planes)
    {
        var (shape, options, puzzle) = (network.Model.Shape, request.Options, request.Puzzle);
        var (steps, updates) = (options.Steps ?? shape.Arch.MaxSupervisionSteps, shape.UpdatesPerSupervisionStep);
        var perCycle = updates == 1 ? 1 : network.Model.Depth.LatentSteps + 1;
        return new TraceHeader
        {
            Checkpoint = network.Checkpoint,
            Step = network.Step,
            Weights = network.Weights,
            Variant = shape.Arch.Variant,
            Loss = shape.Arch.Loss,
            States = network.Model.StateNames,
            Cells = shape.SequenceLength,
            Vocabulary = shape.VocabularySize,
            PuzzleTokens = shape.PuzzleTokens,
            Cycles = updates == 1 ? 1 : network.Model.Depth.Cycles,
            LatentSteps = perCycle - 1,
            TrainedSteps = shape.Arch.MaxSupervisionSteps,
            Steps = steps,
            Slots = [.. Enumerable.Range(0, updates).Select(update => Slot(network.Model, update % perCycle, perCycle))],
            Recorded = TraceNumbers.Recorded(options.Detail, shape.SequenceLength, steps, updates, perCycle),
            HaltsByComparison = shape.Arch.HaltsByComparison,
            Source = new TraceOrigin(puzzle.Data, puzzle.Split, puzzle.Index, puzzle.Identifier, puzzle.Rating),
            Options = options,
            Projection = planes is null ? null : new TraceProjection(
                planes.Puzzles, planes.States, Rounded(planes.Answer.Variance), Rounded(planes.Latent?.Variance ?? []), planes.Answer.Scale, planes.Latent?.Scale ?? 0, planes.Steps),
            Device = network.Device,
        };
    }

    // y after the latents; six latents are updated one after the other; a single state is always the answer.
    private static int Slot(TinyRecursiveModel model, int place, int perCycle)
    {
        var latents = model.StateNames.Count - 1;
        return place == perCycle - 1 || latents == 0 ? 0 : latents == 1 ? 1 : place + 1;
    }

    private static int WouldHalt(RecursionTrace trace, float[] going)
    {
        for (var step = 0; step < trace.Header.Steps; step++)
        {
            if (trace.StepHaltLogit(step) > (trace.Header.HaltsByComparison ? going[step] : 0))
                return step + 1;
        }

        return 0;
    }

    private static IEnumerable<TraceSection> Population(StatePlanes? planes)
    {
        if (planes is null)
            yield break;
        yield return TraceSection.Of(TraceNames.AnswerPopulation, planes.AnswerEnds, planes.AnswerEnds.Length / 2, 2);
        if (planes.LatentEnds.Length > 0)
            yield return TraceSection.Of(TraceNames.LatentPopulation, planes.LatentEnds, planes.LatentEnds.Length / 2, 2);
        yield return TraceSection.Of(TraceNames.PopulationResiduals, planes.Residuals, planes.Residuals.Length);
        yield return TraceSection.Of(TraceNames.PopulationSolved, planes.Solved, planes.Solved.Length);
    }

    private static byte[] Labels(TracePuzzle puzzle, TraceHeader header) =>
        [.. (puzzle.Labels ?? Enumerable.Repeat(-1, header.Cells)).Select(label => label < 0 || label >= header.Vocabulary ? RecursionTrace.NoLabel : (byte)label)];

    private static byte[] Bytes(int[] tokens) => [.. tokens.Select(token => (byte)token)];

    private static double[] Rounded(double[] shares) => [.. shares.Select(share => Math.Round(share, 4))];
}
