using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Core.Puzzles;
using TrmLab.Core.Tracing;
using TrmLab.Trainer.Inference;
using TrmLab.Trainer.Model;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Tests.Inference;

public class TracerTests
{
    public static TheoryData<Variant, bool, ForwardType> Networks => new(
        from variant in Enum.GetValues<Variant>()
        from tokenMlp in new[] { false, true }
        from type in new[] { ForwardType.Float32, ForwardType.BFloat16 }
        select (variant, tokenMlp, type));

    [Theory]
    [MemberData(nameof(Networks))]
    public void ATraceAnswersWhatAnEvaluationAnswers(Variant variant, bool tokenMlp, ForwardType type)
    {
        var arch = (tokenMlp ? TinyNetworks.TokenMlp : TinyNetworks.Arch) with { Variant = variant };
        using var network = Network(arch, type == ForwardType.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32);
        var batch = TinyNetworks.Batch(5, size: 1);
        var trace = Tracer.Run(network, Request(batch));

        using var step = TinyNetworks.Step(network.Model, globalBatch: 1);
        var carry = Carry.Initial(network.Model, 1);
        for (var i = 0; i < arch.MaxSupervisionSteps; i++)
        {
            using var result = step.Run(carry, batch, training: false);
            carry.Dispose();
            carry = result.Carry;
            var answer = result.Logits.argmax(-1).data<long>().Select(token => (byte)token);
            Assert.Equal(answer, trace.Decoded(((i + 1) * trace.Header.Recorded.Length) - 1));
            Assert.Equal(result.HaltLogits.item<float>(), trace.StepHaltLogit(i));
            Assert.Equal(result.ContinueLogits.item<float>(), trace.ContinueLogits[i]);
        }

        carry.Dispose();
        Assert.Equal(network.Model.Shape.UpdatesPerSupervisionStep, trace.Header.UpdatesPerStep);
        Assert.Equal(TraceFile.ToBytes(trace).Length, TraceFile.ToBytes(TraceFile.Read(TraceFile.ToBytes(trace), "it")).Length);
    }

    [Fact]
    public void ARolloutTracedAloneIsTheSameAsInTheFan()
    {
        using var network = Network(TinyNetworks.TokenMlp);
        var batch = TinyNetworks.Batch(3, size: 1);
        var noise = new NoiseOptions { Sigma = 0.4, Seed = 9, Rollouts = 5, Target = NoiseTarget.Both };
        var traces = Enumerable.Range(0, 5).Select(k => Tracer.Run(network, Request(batch, new TraceOptions { Noise = noise with { Traced = k } }))).ToList();
        var fan = traces[0].Section(TraceNames.RolloutHaltLogits).Singles.ToArray();
        var answers = traces[0].Section(TraceNames.RolloutAnswers);
        Assert.Equal([5, 4, 9], answers.Shape);
        for (var k = 0; k < 5; k++)
        {
            Assert.Equal(fan, traces[k].Section(TraceNames.RolloutHaltLogits).Singles.ToArray());
            for (var step = 0; step < 4; step++)
            {
                Assert.Equal(fan[(k * 4) + step], traces[k].StepHaltLogit(step), 1e-5);
                Assert.Equal(answers.Data[(((k * 4) + step) * 9)..][..9], traces[k].Decoded(((step + 1) * 6) - 1));
            }
        }

        Assert.True(fan.Distinct().Count() > 10, "the rollouts differ");
    }

    [Fact]
    public void NoiseActsOnlyInItsSteps()
    {
        using var network = Network(TinyNetworks.TokenMlp);
        var batch = TinyNetworks.Batch(3, size: 1);
        var quiet = Tracer.Run(network, Request(batch));
        var noisy = Tracer.Run(network, Request(batch, new TraceOptions { Noise = new NoiseOptions { Sigma = 1, FromStep = 3, ToStep = 3 } }));
        Assert.Equal(quiet.HaltLogits[..12].ToArray(), noisy.HaltLogits[..12].ToArray());
        Assert.NotEqual(quiet.HaltLogits[12], noisy.HaltLogits[12]);
    }

    [Fact]
    public void StartsAndIdentifiersMakeADifference()
    {
        using var network = Network(TinyNetworks.Arch);
        using (no_grad())
            network.Model.PuzzleEmbedding!.Weights.normal_();
        var batch = TinyNetworks.Batch(3, size: 1);
        batch.PuzzleIdentifiers[0] = 2;
        float First(TraceOptions options) => Tracer.Run(network, Request(batch, options)).Residuals[0];

        var starts = new[] { new TraceOptions(), new TraceOptions { Start = TraceStart.Zeros }, new TraceOptions { Start = TraceStart.Random }, new TraceOptions { BlankIdentifier = true } };
        Assert.Equal(4, starts.Select(First).Distinct().Count());
        Assert.Equal(First(starts[2]), First(starts[2]));
    }

    [Fact]
    public void MoreStepsGoOnWhereTheTrainedOnesEnd()
    {
        using var network = Network(TinyNetworks.TokenMlp);
        var batch = TinyNetworks.Batch(3, size: 1);
        var (few, many) = (Tracer.Run(network, Request(batch)), Tracer.Run(network, Request(batch, new TraceOptions { Steps = 40, Detail = TraceDetail.Steps })));
        Assert.Equal((4, 40, 40), (many.Header.TrainedSteps, many.Header.Steps, many.Header.Records));
        Assert.Equal(few.Decoded(23), many.Decoded(3));
        Assert.Equal(240, many.Residuals.Length);
    }

    [Fact]
    public void AttentionRowsAreProbabilitiesOfTheAskedStep()
    {
        using var network = Network(TinyNetworks.Arch);
        var trace = Tracer.Run(network, Request(TinyNetworks.Batch(3, size: 1), new TraceOptions { AttentionStep = 2 }));
        var (weights, maxima) = (trace.Section(TraceNames.Attention), trace.Section(TraceNames.AttentionMaximum).Singles.ToArray());
        Assert.Equal([6, 1, 10, 10], weights.Shape);
        for (var row = 0; row < 60; row++)
        {
            var sum = weights.Data.AsSpan(row * 10, 10).ToArray().Sum(value => value / 255.0 * maxima[row]);
            Assert.Equal(1, sum, 0.02);
        }

        using var without = Network(TinyNetworks.TokenMlp);
        Assert.Null(Tracer.Run(without, Request(TinyNetworks.Batch(3, size: 1), new TraceOptions { AttentionStep = 2 })).Find(TraceNames.Attention));
    }

    [Fact]
    public void WatchingChangesNothing()
    {
        using var network = Network(TinyNetworks.Arch);
        var batch = TinyNetworks.Batch(3, size: 1);
        var planes = Population.Fit(network.Model, [.. Enumerable.Range(0, 6).Select(i => new PopulationPuzzle(TinyNetworks.Batch(i, 1).Inputs, 0))], TestContext.Current.CancellationToken);
        var plain = Tracer.Run(network, Request(batch));
        var watched = Tracer.Run(network, Request(batch, new TraceOptions { AttentionStep = 1 }), planes);
        planes.Dispose();
        Assert.Equal(plain.HaltLogits.ToArray(), watched.HaltLogits.ToArray());
        Assert.Equal(6, watched.Header.Projection!.Puzzles);
        Assert.Equal([24, 2], watched.Section(TraceNames.Projected).Shape);
        Assert.Equal([6, 2], watched.Section(TraceNames.AnswerPopulation).Shape);
    }

    [Fact]
    public void The_populations_residuals_are_the_last_ones_of_its_puzzles_own_traces()
    {
        using var network = Network(TinyNetworks.Arch);
        PuzzleBatch[] batches = [.. Enumerable.Range(0, 5).Select(seed => TinyNetworks.Batch(seed, 1))];
        RecursionTrace[] traces = [.. batches.Select(batch => Tracer.Run(network, Request(batch)))];
        int[] answer = [.. traces[0].Decoded(traces[0].Header.Records - 1).Select(token => (int)token)];
        using var planes = Population.Fit(
            network.Model, [.. batches.Select((batch, i) => new PopulationPuzzle(batch.Inputs, batch.PuzzleIdentifiers[0], i == 0 ? answer : batch.Labels))], TestContext.Current.CancellationToken);
        Assert.Equal(4, planes.Steps);
        Assert.All(planes.Residuals.Zip(traces), pair => Assert.Equal(pair.Second.Residuals[^1], pair.First, 1e-4f));
        Assert.Equal(5, planes.Residuals.Length);
        Assert.Equal(1, planes.Solved[0]);
        var trace = Tracer.Run(network, Request(batches[1]), planes);
        Assert.Equal(planes.Residuals, trace.Section(TraceNames.PopulationResiduals).Singles.ToArray());
        Assert.Equal(planes.Solved, trace.Section(TraceNames.PopulationSolved).Data);
    }

    [Fact]
    public void A_puzzle_without_labels_is_never_solved()
    {
        Assert.True(new PopulationPuzzle([1, 1], 0, [3, -100]).IsSolvedBy([3, 4]));
        Assert.False(new PopulationPuzzle([1, 1], 0, [3, 2]).IsSolvedBy([3, 4]));
        Assert.False(new PopulationPuzzle([1, 1], 0, [-100, -100]).IsSolvedBy([3, 4]));
        Assert.False(new PopulationPuzzle([1, 1], 0).IsSolvedBy([3, 4]));
    }

    [Theory]
    [InlineData(8, 0, 0, "8 cells")]
    [InlineData(9, 5, 0, "token 5")]
    [InlineData(9, 0, 7, "identifier 7")]
    public void APuzzleThatDoesNotFitIsRefused(int cells, int token, int identifier, string said)
    {
        using var network = Network(TinyNetworks.Arch);
        var request = new TraceRequest { Checkpoint = "x", Puzzle = new TracePuzzle { Inputs = [.. Enumerable.Repeat(token, cells)], Identifier = identifier } };
        Assert.Contains(said, Assert.Throws<InputException>(() => Tracer.Run(network, request)).Message);
    }

    [Fact]
    public void NobodyWaitingEndsIt()
    {
        using var network = Network(TinyNetworks.TokenMlp);
        using var gone = new CancellationTokenSource();
        gone.Cancel();
        Assert.Throws<OperationCanceledException>(() => Tracer.Run(network, Request(TinyNetworks.Batch(3, size: 1)), cancellation: gone.Token));
    }

    internal static TraceRequest Request(PuzzleBatch batch, TraceOptions? options = null) => new()
    {
        Checkpoint = "tiny",
        Puzzle = new TracePuzzle { Inputs = batch.Inputs, Labels = batch.Labels, Identifier = batch.PuzzleIdentifiers[0] },
        Options = options ?? new TraceOptions(),
    };

    // A fresh halting head says the same of every state: give it something to read.
    private static TracedNetwork Network(ArchConfig arch, ScalarType type = ScalarType.Float32)
    {
        var model = TinyNetworks.Build(arch, 4, type);
        using var gradient = no_grad();
        model.Weights.Single(weight => weight.name == "q_head.weight").parameter.normal_();
        return new TracedNetwork(model, "tiny", 0, TraceWeights.Raw, "cpu", 1);
    }
}
