using TorchSharp;
using TrmLab.Core.Tracing;
using TrmLab.Trainer.Inference;
using TrmLab.Trainer.Verification;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Tests.Inference;

/// <summary>Traces of the reference's own networks: every number is recomputed from the states that the reference stored.</summary>
public class GoldenTraceTests
{
    private const double StateTolerance = 2e-4;
    private const double LogitTolerance = 1e-3;
    private const double EvaluationTolerance = 2e-2;

    [Theory]
    [InlineData("trm_attn_rope")]
    [InlineData("trm_mlp_t")]
    [InlineData("trm_attn_learned")]
    [InlineData("trm_noemb_mlp_t")]
    [InlineData("trm_singlez")]
    [InlineData("trm_hier6")]
    [InlineData("hrm")]
    [InlineData("transformers_baseline")]
    public void EveryUpdateIsThatOfTheReference(string name)
    {
        using var scope = NewDisposeScope();
        using var gradient = no_grad();
        using var golden = GoldenArchive.Open(SharedData.Golden($"model/{name}.zip"));
        var archive = new ModelArchive(golden);
        using var network = new TracedNetwork(archive.Build(CPU), name, 0, TraceWeights.Raw, "cpu", 1);
        var order = golden.Manifest.GetProperty("trace_order").EnumerateArray().Select(entry => golden.Tensor($"trace/{entry.GetString()}")).ToList();
        for (var row = 0; row < archive.BatchSize; row++)
        {
            var trace = Tracer.Run(network, Request(archive, row) with { Options = new TraceOptions { Steps = 1 } });
            Assert.Equal(order.Count, trace.Header.Updates);
            Assert.Equal(order.Count, trace.Header.Records);
            var previous = golden.Arrays.Where(array => array.StartsWith("buffers/", StringComparison.Ordinal) && array.EndsWith("_init", StringComparison.Ordinal))
                .ToDictionary(array => array["buffers/".Length..^"_init".Length], array => golden.Tensor(array));
            for (var update = 0; update < order.Count; update++)
            {
                var state = order[update][row];
                var slot = trace.Header.States[trace.Header.Slots[update]][2..];
                Compare(golden, trace, update, state, previous[slot]);
                previous[slot] = state;
            }

            var goldenAnswer = golden.Tensor("call1/logits")[row].argmax(-1).data<long>().Select(token => (byte)token);
            Assert.Equal(goldenAnswer, trace.Decoded(order.Count - 1));
            Assert.Equal(golden.Tensor("call1/q_halt_logits").to(ScalarType.Float32).Values()[row], trace.StepHaltLogit(0), StateTolerance);
        }
    }

    [Theory]
    [InlineData("trm_attn_rope")]
    [InlineData("trm_mlp_t")]
    [InlineData("trm_singlez")]
    [InlineData("trm_hier6")]
    [InlineData("hrm")]
    [InlineData("transformers_baseline")]
    public void TheEndIsThatOfTheReferencesEvaluation(string name)
    {
        using var scope = NewDisposeScope();
        using var golden = GoldenArchive.Open(SharedData.Golden($"model/{name}.zip"));
        var archive = new ModelArchive(golden);
        using var network = new TracedNetwork(archive.Build(CPU), name, 0, TraceWeights.Raw, "cpu", 1);
        for (var row = 0; row < archive.BatchSize; row++)
        {
            var trace = Tracer.Run(network, Request(archive, row));
            var logits = golden.Tensor("eval/logits")[row].to(ScalarType.Float32);
            AssertDecoded(logits, trace.Decoded(trace.Header.Records - 1), EvaluationTolerance);
            Assert.Equal(golden.Tensor("eval/q_halt_logits").to(ScalarType.Float32).Values()[row], trace.StepHaltLogit(trace.Header.Steps - 1), EvaluationTolerance);
        }
    }

    private static TraceRequest Request(ModelArchive archive, int row)
    {
        var (batch, length) = (archive.Batch(1), archive.Shape.SequenceLength);
        return new TraceRequest
        {
            Checkpoint = "golden",
            Puzzle = new TracePuzzle
            {
                Inputs = batch.Inputs[(row * length)..((row + 1) * length)],
                Labels = batch.Labels[(row * length)..((row + 1) * length)],
                Identifier = batch.PuzzleIdentifiers[row],
            },
        };
    }

    private static void Compare(GoldenArchive golden, RecursionTrace trace, int update, Tensor state, Tensor before)
    {
        using var scope = NewDisposeScope();
        var logits = state.narrow(0, trace.Header.PuzzleTokens, trace.Header.Cells).mm(golden.Tensor("params/lm_head.weight").t());
        AssertDecoded(logits, trace.Decoded(update), LogitTolerance);
        var halting = golden.Tensor("params/q_head.weight").mv(state[0]).add(golden.Tensor("params/q_head.bias"));
        Assert.Equal(halting[0].item<float>(), trace.HaltLogits[update], LogitTolerance);
        var moved = Math.Sqrt(state.sub(before).pow(2).mean().item<float>());
        Assert.Equal(moved, trace.Residuals[update], StateTolerance);

        var p = Losses(logits, trace);
        AssertClose(p.amax([1L]), trace.Probabilities(update), 1 / 255.0);
        AssertClose(p.mul(p.log()).sum(1).neg(), trace.Entropies(update), Math.Log(trace.Header.Vocabulary) / 255);
    }

    private static Tensor Losses(Tensor logits, RecursionTrace trace) => trace.Header.Loss == Core.Configuration.TokenLoss.SoftMax
        ? logits.softmax(-1)
        : Trainer.Losses.TokenCrossEntropy.LogStableMax(logits.to(ScalarType.Float64)).exp();

    private static void AssertClose(Tensor expected, float[] actual, double tolerance)
    {
        foreach (var (one, other) in expected.Values().Zip(actual))
            Assert.Equal(one, other, tolerance);
    }

    // The decoded token has the largest logit, up to the tolerance.
    private static void AssertDecoded(Tensor logits, byte[] decoded, double tolerance)
    {
        var largest = logits.amax([1L]).Values();
        var values = logits.Values();
        for (var cell = 0; cell < decoded.Length; cell++)
            Assert.InRange(values[(int)(cell * logits.shape[1]) + decoded[cell]], largest[cell] - tolerance, largest[cell]);
    }
}
