using TrmLab.Trainer.Inference;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Tests.Inference;

public class StatePlaneTests
{
    [Fact]
    public void TheDirectionsAreThoseOfLargestVariance()
    {
        using var scope = NewDisposeScope();
        // Spread 3 along one axis, 1 along a second, 0.1 of noise in the other ten.
        var random = new Generator(7);
        var states = randn([200, 12], generator: random).mul(0.1);
        states.select(1, 4).add_(randn([200], generator: random).mul(3));
        states.select(1, 9).add_(randn([200], generator: random));
        using var plane = StatePlane.Fit(states.view(200, 3, 4).add(5));

        Assert.InRange(plane.Variance[0], 0.8, 0.95);
        Assert.InRange(plane.Variance[1], 0.05, 0.2);
        var points = plane.Project(states.view(200, 3, 4).add(5));
        var along = states.select(1, 4).sub(states.select(1, 4).mean());
        Assert.True(Math.Abs(points.select(1, 0).mul(along).sum().div(points.select(1, 0).norm().mul(along.norm())).item<float>()) > 0.99);
        Assert.Equal(0, points.mean([0L]).abs().max().item<float>(), 1e-4);

        // Stored integers give the coordinates back to a thousandth of the population's extent.
        var stored = plane.Stored(points);
        Assert.Equal(points.Values(), stored.Select(value => (float)(value * plane.Scale)), (a, b) => Math.Abs(a - b) < 1e-3);
    }

    [Fact]
    public void OneStateAloneIsAPointAndNotAnError()
    {
        using var scope = NewDisposeScope();
        using var plane = StatePlane.Fit(ones(1, 3, 4));
        Assert.Equal([0, 0], plane.Stored(plane.Project(ones(1, 3, 4))));
        Assert.Equal([0, 0], plane.Stored(plane.Project(full([1, 3, 4], float.NaN))));
    }
}
