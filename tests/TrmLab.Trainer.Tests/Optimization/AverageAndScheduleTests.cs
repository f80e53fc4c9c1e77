using TrmLab.Trainer.Optimization;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Tests.Optimization;

public class AverageAndScheduleTests
{
    [Fact]
    public void TheAverageStartsFromTheInitialWeightsWithoutCorrection()
    {
        using var model = TinyNetworks.Build(TinyNetworks.Arch);
        using var average = new ExponentialMovingAverage(model.Weights, 0.75);
        var initial = model.Weights[0].parameter.Values();
        using (no_grad())
            model.Weights[0].parameter.add_(8);
        average.Update();
        Assert.Equal(initial.Select(value => value + 2), average.Shadows.First().Value.Values(), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void TheAverageIsEvaluatedInATwinWithoutTouchingTheRawWeights()
    {
        using var model = TinyNetworks.Build(TinyNetworks.Arch);
        using var average = new ExponentialMovingAverage(model.Weights, 0.9);
        var initial = model.Weights[0].parameter.Values();
        using (no_grad())
            model.Weights[0].parameter.add_(1);
        var raw = model.Weights[0].parameter.Values();
        using (var twin = model.Twin())
        {
            Assert.Equal(raw, twin.Weights[0].parameter.Values());
            average.CopyTo(twin);
            Assert.Equal(initial, twin.Weights[0].parameter.Values());
            // Buffers are the same memory.
            model.PuzzleEmbedding!.Weights[0, 0] = 5;
            Assert.Equal(5, twin.PuzzleEmbedding!.Weights[0, 0].item<float>());
        }

        Assert.Equal(raw, model.Weights[0].parameter.Values());
        Assert.Equal(5, model.PuzzleEmbedding!.Weights[0, 0].item<float>());
    }

    [Theory]
    [InlineData(1, 0.01)]
    [InlineData(9, 0.09)]
    [InlineData(10, 0.1)]
    [InlineData(60, 0.055)]
    [InlineData(110, 0.01)]
    [InlineData(160, 0.055)]
    public void TheScheduleWarmsUpAndFollowsACosineThatIsNotClamped(long step, double expected) =>
        Assert.Equal(expected, new LearningRateSchedule(0.1, 10, 110, 0.1).At(step), 12);

    [Fact]
    public void ARatioOfOneKeepsTheRate() => Assert.Equal(0.1, new LearningRateSchedule(0.1, 10, 110, 1).At(85));
}
