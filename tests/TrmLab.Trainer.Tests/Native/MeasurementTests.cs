using System.Diagnostics;
using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Trainer.Native.Measurement;
using TrmLab.Trainer.Training;

namespace TrmLab.Trainer.Tests.Native;

public sealed class MeasurementTests
{
    [Theory]
    [InlineData(StepEngine.Autograd)]
    [InlineData(StepEngine.Native)]
    public void A_benchmark_reports_every_figure(StepEngine engine)
    {
        var config = new BenchConfig("tiny", "a test's", TinyNetworks.Shape(TinyNetworks.TokenMlp), BatchSize: 4);
        var timing = StepBenchmark.Run(config, engine, ComputeDevice.Of("cpu", 1, ForwardType.Float32), steps: 3);
        Assert.Equal(("tiny", ConfigField.Word(engine), 3), (timing.Config, timing.Engine, timing.Steps));
        Assert.True(timing.MinMs > 0 && timing.MinMs <= timing.MedianMs && timing.MedianMs <= timing.MaxMs);
        Assert.True(timing.CpuMs > 0 && timing.Gflops > 0 && timing.PeakMemoryMb > 0 && double.IsFinite(timing.FinalLoss));
    }

    [Fact]
    public void The_operation_count_is_that_of_the_products()
    {
        // One layer, hidden 16, 10 tokens, T 2, n 2: by hand.
        var config = new BenchConfig("tiny", "a test's", TinyNetworks.Shape(TinyNetworks.TokenMlp), BatchSize: 4);
        var feature = 2.0 * 4 * 10 * 3 * 16 * 256;
        var mixing = 2.0 * 4 * 16 * 3 * 10 * 256;
        Assert.Equal((feature + mixing) * 3 * (1 + 3) / 1e9, config.Work(threads: 1).Gigaflop, 9);
    }

    [Fact]
    public void The_ceiling_is_measured()
    {
        var clock = Stopwatch.StartNew();
        var best = CeilingProbe.Gflops(ForwardType.Float32, 1);
        // Seven times 4000 products of 96 x 256 by 256 x 64: the best of them is not below their mean, and no core does more than a few hundred.
        var mean = 7 * 4000 * 2.0 * 96 * 256 * 64 / 1e9 / clock.Elapsed.TotalSeconds;
        Assert.InRange(best, mean, 500);
    }

    [Fact]
    public void An_unknown_configuration_names_the_known_ones()
    {
        Assert.Equal(32, BenchConfigs.Find("b").BatchSize);
        Assert.Contains("a_mlp, a_attn, b, c", Assert.Throws<InputException>(() => BenchConfigs.Find("x")).Message);
    }
}
