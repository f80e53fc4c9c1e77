using TrmLab.Core.Configuration;
using TrmLab.Core.Tracing;
using TrmLab.Trainer.Inference;
using TrmLab.Trainer.Model;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Tests.Inference;

/// <summary>The promised sizes, with narrow networks: the width of a network is not in its trace.</summary>
public class TraceSizeTests
{
    [Theory]
    [InlineData(81, 11, 6, 336, 336, 130_000)] // the paper's Sudoku, every update
    [InlineData(900, 12, 6, 336, 48, 1_000_000)] // 30 x 30 at updates of y
    [InlineData(900, 6, 4, 240, 240, 1_000_000)] // the published maze fits with every update
    public void ATraceIsSmall(int cells, int vocabulary, int latentSteps, int updates, int records, int most)
    {
        var arch = TinyNetworks.TokenMlp with { HiddenSize = 4, Heads = 1, RecursionCycles = 3, LatentSteps = latentSteps, MaxSupervisionSteps = 16, PuzzleEmbeddingTokens = 16 };
        using var model = new TinyRecursiveModel(new ModelShape(arch, cells, vocabulary, 1), CPU, ScalarType.Float32, seed: 1);
        using var network = new TracedNetwork(model, "/a/checkpoint/directory/of/ordinary/length/data/runs/20260101-120000-abcdef/checkpoints/step_000000100", 100, TraceWeights.Ema, "cpu, 2 threads, float32", 1);
        int[] inputs = [.. Enumerable.Range(0, cells).Select(cell => cell % vocabulary)];
        using var planes = Population.Fit(model, [.. Enumerable.Repeat(new PopulationPuzzle(inputs, 0), 64)], TestContext.Current.CancellationToken);
        var trace = Tracer.Run(network, new TraceRequest { Checkpoint = "x", Puzzle = new TracePuzzle { Inputs = inputs, Labels = inputs, Data = "/a/directory/of/ordinary/length", Split = "test", Index = 3 } }, planes);
        var bytes = TraceFile.ToBytes(trace).Length;
        TestContext.Current.TestOutputHelper?.WriteLine($"{bytes} bytes, {trace.Header.Seconds} s");
        Assert.Equal((updates, records), (trace.Header.Updates, trace.Header.Records));
        Assert.InRange(bytes, 1, most);
    }
}
