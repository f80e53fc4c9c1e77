using TrmLab.Core.Configuration;
using TrmLab.Trainer.Distributed;
using TrmLab.Trainer.Model;
using TrmLab.Trainer.Training;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Tests.Training;

public class HaltingRuleTests
{
    private static readonly ArchConfig Arch = TinyNetworks.Arch with { MaxSupervisionSteps = 3 };

    [Fact]
    public void TheTrmFamilyHaltsAboveZeroAndAtTheLastStep() =>
        Assert.Equal([false, true, false, true], Decide(Arch, steps: [0, 0, 1, 2], halt: [0, 1, -1, -1], go: [9, 9, 9, 9], training: true));

    [Theory]
    [InlineData(Variant.Trm, false)]
    [InlineData(Variant.Hrm, true)]
    [InlineData(Variant.Transformer, true)]
    public void OthersHaltWhenHaltingPromisesMoreThanGoingOn(Variant variant, bool noContinueLoss) =>
        Assert.Equal(
            [true, false, false],
            Decide(Arch with { Variant = variant, NoActContinue = noContinueLoss }, steps: [0, 0, 0], halt: [-1, 1, 2], go: [-2, 1, 3], training: true));

    [Fact]
    public void EvaluationHaltsAtTheLastStepOnly() =>
        Assert.Equal([false, false, true], Decide(Arch, steps: [0, 1, 2], halt: [9, 9, -9], go: [0, 0, 0], training: false));

    [Fact]
    public void WithASingleStepEverythingHaltsAndThereIsNoContinueLoss()
    {
        var single = Arch with { MaxSupervisionSteps = 1, NoActContinue = false, HaltExploration = 1 };
        Assert.Equal([true], Decide(single, steps: [0], halt: [-9], go: [0], training: true));
        Assert.False(new HaltingRule(single, RandomStream.Exploration.Of(0)).HasContinueLoss(training: true));
    }

    [Fact]
    public void ExplorationHoldsBackEveryRowForARandomMinimumOfAtLeastTwoSteps()
    {
        var always = Arch with { MaxSupervisionSteps = 4, HaltExploration = 1 };
        const int Rows = 3000;
        int[] steps = [.. Enumerable.Repeat(0, Rows)];
        var wants = Enumerable.Repeat(1f, Rows).ToArray();
        Assert.DoesNotContain(true, Decide(always, steps, wants, new float[Rows], training: true));

        // The minimum is 2, 3 or 4 with equal probability, so after the third step two thirds may halt.
        var third = Decide(always, [.. Enumerable.Repeat(2, Rows)], wants, new float[Rows], training: true);
        Assert.InRange(third.Count(halted => halted), 1850, 2150);
    }

    [Fact]
    public void ASavedRandomStateExploresOnAsIfNothingHadHappened()
    {
        var arch = Arch with { MaxSupervisionSteps = 8, HaltExploration = 0.5 };
        var rule = new HaltingRule(arch, RandomStream.Exploration.Of(7));
        Decide(rule, [.. Enumerable.Repeat(3, 100)], new float[100]);
        var state = rule.Exploration.State;
        var expected = Decide(rule, [.. Enumerable.Repeat(3, 100)], new float[100]);
        var resumed = new HaltingRule(arch, RandomStream.Exploration.Of(0));
        resumed.Exploration.State = state;
        Assert.Equal(expected, Decide(resumed, [.. Enumerable.Repeat(3, 100)], new float[100]));

        static bool[] Decide(HaltingRule rule, int[] steps, float[] go) =>
            HaltingRuleTests.Decide(rule, steps, [.. go.Select(_ => 1f)], go, training: true);
    }

    [Fact]
    public void RanksExploreAsOneProcessDoesWithTheWholeBatch()
    {
        var arch = Arch with { MaxSupervisionSteps = 8, HaltExploration = 0.5 };
        var whole = new HaltingRule(arch, RandomStream.Exploration.Of(7));
        HaltingRule[] ranks = [.. Enumerable.Range(0, 3).Select(rank => new HaltingRule(arch, RandomStream.Exploration.Of(7), new RowShare(rank, 3, 100)))];
        for (var step = 0; step < 4; step++)
            Assert.Equal(Rows(whole, 100), ranks.SelectMany((rule, rank) => Rows(rule, new RowShare(rank, 3, 100).Count)));
        Assert.All(ranks, rule => Assert.Equal(whole.Exploration.State, rule.Exploration.State));

        static bool[] Rows(HaltingRule rule, int count) =>
            Decide(rule, [.. Enumerable.Repeat(3, count)], [.. Enumerable.Repeat(1f, count)], new float[count], training: true);
    }

    [Fact]
    public void TheContinueTargetIsTheBestOfTheNextStep()
    {
        var rule = new HaltingRule(Arch, RandomStream.Exploration.Of(0));
        using var target = rule.ContinueTarget(tensor(new[] { 1, 1, 3 }), Output([2, -1, -1], [1, 3, 3]));
        Assert.Equal([1 / (1 + MathF.Exp(-2)), 1 / (1 + MathF.Exp(-3)), 1 / (1 + MathF.Exp(1))], target.Values(), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    private static bool[] Decide(ArchConfig arch, int[] steps, float[] halt, float[] go, bool training) =>
        Decide(new HaltingRule(arch, RandomStream.Exploration.Of(5)), steps, halt, go, training);

    private static bool[] Decide(HaltingRule rule, int[] steps, float[] halt, float[] go, bool training)
    {
        var (taken, halted) = rule.Decide(tensor(steps), Output(halt, go), training);
        Assert.Equal(steps.Select(step => step + 1), taken.data<int>().ToArray());
        return halted.data<bool>().ToArray();
    }

    private static ModelOutput Output(float[] halt, float[] go) =>
        new(new RecursionState(zeros(1), []), zeros(1), tensor(halt), tensor(go));
}
