using TrmLab.Core.Configuration;
using TrmLab.Core.Costs;
using TrmLab.Core.Puzzles;

namespace TrmLab.Core.Tests.Costs;

public sealed class StepCostTests
{
    private static readonly DatasetMetadata Data = new() { SequenceLength = 16, VocabularySize = 6, PuzzleIdentifiers = 1, TotalGroups = 100, MeanPuzzleExamples = 1 };
    private static readonly RunConfig Config = new() { BatchSize = 10, Epochs = 100, EvaluationInterval = 50, Threads = 2, Arch = new ArchConfig { MaxSupervisionSteps = 4 } };
    private static readonly ModelShape Shape = new(Config.Arch, 16, 6, 1);

    [Fact]
    public void A_fit_finds_the_costs_that_made_the_measurements()
    {
        var random = new Random(1);
        var measured = Enumerable.Range(0, 12).Select(_ =>
        {
            var work = new StepWork(100 * random.NextDouble(), random.NextDouble(), 5 * random.NextDouble(), 50 * random.NextDouble(), 10 * random.NextDouble());
            return (work, 7 * work.Gigaflop + 300 * work.Gigavalues + 2 * work.Megaparameters + 5, 4 * work.Megatape + 9 * work.Megastate + 16 * work.Megaparameters + 250);
        }).ToList();
        var cost = StepCost.Fit("native", "float32", 2, measured);
        Assert.All(new[] { 7.0, 300, 2, 5 }.Zip(cost.Milliseconds), pair => Assert.Equal(pair.First, pair.Second, 0.02 * pair.First));
        Assert.All(new[] { 4.0, 9, 16, 250 }.Zip(cost.Megabytes), pair => Assert.Equal(pair.First, pair.Second, 0.02 * pair.First));
        Assert.InRange(cost.TimeError, 0, 0.01);
        Assert.InRange(cost.MemoryError, 0, 0.01);
    }

    [Fact]
    public void More_work_never_costs_less()
    {
        // Pure noise would be fitted best by a negative coefficient.
        var measured = Enumerable.Range(1, 8).Select(i => (new StepWork(i, 9 - i, 1, i, 1), 10.0, 10.0)).ToList();
        var cost = StepCost.Fit("native", "float32", 2, measured);
        Assert.All(cost.Milliseconds.Concat(cost.Megabytes), coefficient => Assert.True(coefficient >= 0));
    }

    [Fact]
    public void A_measurement_survives_its_file_and_damage_counts_as_none()
    {
        using var directory = new TemporaryDirectory();
        var path = MachineSpeed.FileIn(directory.Root);
        Assert.Null(MachineSpeed.Read(path));
        Speed().Write(path);
        Assert.Equal(Speed().Costs[0].Milliseconds, MachineSpeed.Read(path)!.Costs[0].Milliseconds);
        foreach (var damaged in new[] { "", "{", "null", "{}", """{"costs":[{}]}""", """{"costs":[null]}""" })
        {
            File.WriteAllText(path, damaged);
            Assert.Null(MachineSpeed.Read(path));
        }
    }

    [Fact]
    public void An_estimate_counts_steps_and_evaluations()
    {
        var estimate = Estimate(null, Speed())!;
        // 10 ms a step, 1,000 steps; 2 evaluations of 2 kinds of weights, 100 puzzles, 4 supervision steps at 3/5 of a training step each.
        Assert.Equal(10, estimate.Training.TotalSeconds, 3);
        Assert.Equal(0.01 * 3 / 5 * 2 * 2 * 100 * 4 / 10, estimate.Evaluations.TotalSeconds, 6);
        Assert.Equal(300, estimate.Megabytes);
        Assert.Contains("2026-01-02", estimate.Basis);
    }

    [Fact]
    public void An_earlier_run_of_the_same_shape_is_believed_before_the_fit()
    {
        var estimate = Estimate(("run-7", 50), Speed())!;
        Assert.Equal(20, estimate.Training.TotalSeconds, 3);
        Assert.Contains("run-7", estimate.Basis);
        Assert.Null(Estimate(("run-7", 50), null)!.Megabytes);
    }

    [Fact]
    public void Nothing_comparable_gives_no_estimate()
    {
        Assert.Null(Estimate(null, null));
        Assert.Null(Speed().CostOf(Config with { Engine = StepEngine.Autograd }, 2));
        Assert.Null(Speed().CostOf(Config with { Device = "cuda:0" }, 2));
        Assert.Null(Speed().CostOf(Config, 3));
        Assert.Null(Speed().CostOf(Config with { Arch = Config.Arch with { ForwardType = ForwardType.BFloat16 } }, 2));
        Assert.Null(Speed().CostOf(Config with { Arch = Config.Arch with { SeparateNetworks = true } }, 2));
        Assert.Null(Speed().CostOf(Config with { Arch = Config.Arch with { OneStepGradient = true } }, 2));
        Assert.NotNull(Speed().CostOf(Config, 2));
        Assert.True(MachineSpeed.Covers(Config with { Threads = 2 }, cores: 2));
        Assert.False(MachineSpeed.Covers(Config with { Threads = 1 }, cores: 2));
        Assert.False(MachineSpeed.Covers(Config with { Arch = Config.Arch with { OneStepGradient = true } }, cores: 2));
        Assert.NotNull(Speed().CostOf(Config with { Arch = Config.Arch with { ForwardType = ForwardType.Auto } }, 2));
    }

    private static RunEstimate? Estimate((string, double)? before, MachineSpeed? speed) =>
        RunEstimate.Of(Config, Shape, StepPlan.Of(Config, Data), Data, before, speed, cores: 16);

    private static MachineSpeed Speed() => new("processor", 2, new DateTimeOffset(2026, 1, 2, 12, 0, 0, TimeSpan.Zero), ForwardType.Float32, [new StepCost("native", "float32", 2, [0, 0, 0, 10], [0, 0, 0, 300], 0.05, 0.1, 20)]);
}
