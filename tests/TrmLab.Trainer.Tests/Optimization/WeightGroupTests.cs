using TorchSharp;
using TorchSharp.Modules;
using TrmLab.Core.Configuration;
using TrmLab.Trainer.Model;
using TrmLab.Trainer.Optimization;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Tests.Optimization;

/// <summary>Neighbours in memory are updated together on a GPU; here they are on a CPU too, against one by one.</summary>
public class WeightGroupTests
{
    private const int Steps = 3;

    // Full vector registers, in which libtorch's atan2 has the same bits however many follow one another, and sizes that fill none.
    private static readonly long[][] Full = [[64], [4, 32], [2, 128], [256]];
    private static readonly long[][] Odd = [[3], [5, 7], [1], [2, 33]];

    [Fact]
    public void Every_network_is_one_group_and_so_are_the_weights_outside_of_its_blocks()
    {
        foreach (var variant in Enum.GetValues<Variant>())
        {
            using var model = TinyNetworks.Build(TinyNetworks.Arch with { Variant = variant, Positions = PositionEncoding.Learned });
            using var twin = model.Twin();
            foreach (var network in new[] { model, twin })
            {
                Assert.Single(WeightGroup.Of(network.Weights, joined: true));
                Assert.Single(WeightGroup.Of(network.Weights.Where(weight => !weight.name.Contains(".layers.")), joined: true));
                Assert.Equal(network.Weights.Count, WeightGroup.Of(network.Weights).Count);
            }
        }
    }

    [Fact]
    public void Only_what_lies_as_weights_do_is_joined()
    {
        using var buffer = zeros(64);
        using var other = zeros(16);
        Tensor At(long start, long count) => buffer.narrow(0, start, count);
        Assert.Equal(32, Assert.Single(WeightGroup.Vectors([At(0, 16), At(16, 16)], joined: true)).numel());
        Assert.Equal(19, Assert.Single(WeightGroup.Vectors([At(0, 5), At(16, 3)], joined: true)).numel());
        Assert.Equal(2, WeightGroup.Vectors([At(0, 5), At(5, 3)], joined: true).Count());
        Assert.Equal(2, WeightGroup.Vectors([At(16, 16), At(0, 16)], joined: true).Count());
        Assert.Equal(2, WeightGroup.Vectors([At(0, 16), other], joined: true).Count());
        Assert.Equal(2, WeightGroup.Vectors([At(0, 16), At(16, 16)]).Count());
    }

    [Theory]
    [InlineData("adam_atan2", false)]
    [InlineData("adam_atan2_textbook", false)]
    [InlineData("adamw", false)]
    [InlineData("adamw", true)]
    [InlineData("muon", true)]
    public void A_joined_update_has_the_bits_of_one_by_one(string kind, bool odd)
    {
        var shapes = odd ? Odd : Full;
        using var one = new Training(kind, shapes, joined: false);
        using var joined = new Training(kind, shapes, joined: true);
        for (var step = 1; step <= Steps; step++)
        {
            one.Step(step);
            joined.Step(step);
        }

        Assert.Equal(one.Everything(), joined.Everything());
        using var untrained = new Training(kind, shapes, joined: false);
        Assert.All(one.Everything().Zip(untrained.Everything()), pair => Assert.NotEqual(pair.First, pair.Second));
    }

    [Fact]
    public void A_weight_that_fills_no_register_differs_by_a_rounding_at_most()
    {
        using var one = new Training("adam_atan2", Odd, joined: false);
        using var joined = new Training("adam_atan2", Odd, joined: true);
        one.Step(1);
        joined.Step(1);
        Assert.Equal(one.Everything().SelectMany(v => v), joined.Everything().SelectMany(v => v), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Theory]
    [InlineData("adam_atan2")]
    [InlineData("adamw")]
    public void Gradients_elsewhere_are_taken_from_where_they_are(string kind)
    {
        using var one = new Training(kind, Full, joined: false);
        using var joined = new Training(kind, Full, joined: true);
        foreach (var training in new[] { one, joined })
        {
            training.Step(1);
            training.Weights[1].Weight.grad = full_like(training.Weights[1].Weight.detach(), 0.3);
            training.Weights[2].Weight.grad = null;
            training.Optimizer.Step(0.01);
            training.Average.Update();
        }

        Assert.Equal(one.Everything(), joined.Everything());
    }

    [Fact]
    public void The_joint_norm_is_that_of_the_single_ones_and_limits_all()
    {
        using var one = new Training("adamw", Odd, joined: false);
        using var joined = new Training("adamw", Odd, joined: true);
        one.Fill(1);
        joined.Fill(1);
        using var norm = GradientClipping.Norm(one.Weights, joined: false);
        using var whole = GradientClipping.Norm(joined.Weights, joined: true);
        Assert.Equal(norm.item<float>(), whole.item<float>(), norm.item<float>() * 1e-6f);
        GradientClipping.Clip(one.Weights, norm, 0.5, joined: false);
        GradientClipping.Clip(joined.Weights, norm, 0.5, joined: true);
        Assert.Equal(one.Weights.Select(w => w.Weight.grad!.Values()), joined.Weights.Select(w => w.Weight.grad!.Values()));
    }

    [Theory]
    [InlineData("adam_atan2")]
    [InlineData("adamw")]
    public void The_number_of_operations_does_not_grow_with_the_number_of_weights(string kind)
    {
        var few = Operations(kind, count: 2);
        Assert.Equal(few, Operations(kind, count: 40));
        Assert.InRange(few, 8, 25);
    }

    // Tensors that clearing, limiting, updating and averaging make: each operation makes one, some of them are views. Apart from them the
    // optimiser and the limit look at each weight's gradient, which makes a handle but no launch.
    private static long Operations(string kind, int count)
    {
        using var training = new Training(kind, [.. Enumerable.Repeat(new long[] { 2, 9 }, count)], joined: true);
        training.Fill(1);
        using var norm = full([], 3f);
        var before = Created();
        GradientClipping.Clip(training.Weights, norm, 0.5, joined: true);
        training.Optimizer.Step(0.01);
        training.Average.Update();
        return Created() - before - (2 * count);
    }

    private static long Created()
    {
        var statistics = DisposeScopeManager.Statistics.TensorStatistics;
        return statistics.CreatedInScopeCount + statistics.CreatedOutsideScopeCount;
    }

    // Weights in one buffer with gradients in one buffer, an optimiser and an average.
    private sealed class Training : IDisposable
    {
        private readonly FlatGradients _gradients;

        public Training(string kind, long[][] shapes, bool joined)
        {
            var random = new Generator(5);
            Weights = [.. shapes.Select((shape, i) => (shape.Length == 2 ? $"x.layers.{i}.b" : $"w{i}", new Parameter(randn(shape, generator: random), true)))];
            FlatTensors.Join([.. Weights.Select(weight => weight.Weight)]);
            _gradients = new FlatGradients(Weights);
            Optimizer = kind switch
            {
                "adam_atan2" => new AdamAtan2(Weights, 0.9, 0.95, 0.1, joined: joined),
                "adam_atan2_textbook" => new AdamAtan2(Weights, 0.9, 0.95, 0.1, AdamAtan2Form.Textbook, joined),
                "muon" => new Muon(Weights, 0.9, 0.95, 0.1, joined),
                _ => new TrmLab.Trainer.Optimization.AdamW(Weights, 0.9, 0.95, 0.1, joined),
            };
            Average = new ExponentialMovingAverage(Weights, 0.9, joined);
        }

        public (string Name, Parameter Weight)[] Weights { get; }

        public IWeightOptimizer Optimizer { get; }

        public ExponentialMovingAverage Average { get; }

        public void Fill(long seed)
        {
            var random = new Generator((ulong)seed);
            _gradients.Attach();
            foreach (var (_, weight) in Weights)
                weight.grad!.copy_(randn(weight.shape, generator: random));
        }

        public void Step(long seed)
        {
            Fill(seed);
            Optimizer.Step(0.01);
            Average.Update();
        }

        // Weights, moments and averages.
        public float[][] Everything() =>
            [.. Weights.Select(weight => weight.Weight.Values()), .. Optimizer.State.Select(state => state.Value.Values()), .. Average.Shadows.Select(shadow => shadow.Value.Values())];

        public void Dispose()
        {
            Optimizer.Dispose();
            Average.Dispose();
            _gradients.Dispose();
        }
    }
}
