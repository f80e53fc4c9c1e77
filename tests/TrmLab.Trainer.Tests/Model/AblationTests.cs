using TrmLab.Core.Configuration;
using TrmLab.Trainer.Model;
using TrmLab.Trainer.Native;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Tests.Model;

/// <summary>Two networks in place of one, and the one-step gradient, held against networks that the golden archives cover.</summary>
public sealed class AblationTests
{
    private static readonly ArchConfig Plain = TinyNetworks.TokenMlp;

    [Fact]
    public void Both_together_recurse_as_hrm_does()
    {
        using var hrm = TinyNetworks.Build(Plain with { Variant = Variant.Hrm });
        using var both = TinyNetworks.Build(Plain with { SeparateNetworks = true, OneStepGradient = true }, seed: 2);
        Assert.Equal(hrm.Weights.Select(w => w.name).Order(), both.Weights.Select(w => w.name).Order());
        Copy(hrm, both, name => name);

        var (expected, gradients) = Backward(hrm);
        var (logits, actual) = Backward(both);
        Assert.Equal(expected, logits);
        Assert.Equal(gradients.Keys.Order(), actual.Keys.Order());
        Assert.All(gradients, g => Assert.Equal(g.Value, actual[g.Key]));
    }

    [Fact]
    public void Two_equal_networks_compute_what_one_does_and_share_its_gradient()
    {
        using var one = TinyNetworks.Build(Plain);
        using var two = TinyNetworks.Build(Plain with { SeparateNetworks = true }, seed: 2);
        Copy(one, two, name => name.Replace("H_level", "L_level"));

        var (expected, gradients) = Backward(one);
        var (logits, parts) = Backward(two);
        Assert.Equal(expected, logits);
        foreach (var (name, gradient) in gradients)
        {
            var part = parts[name];
            var other = name.StartsWith("L_level") ? parts[name.Replace("L_level", "H_level")] : new float[part.Length];
            var largest = gradient.Max(Math.Abs);
            for (var i = 0; i < gradient.Length; i++) Assert.Equal(gradient[i], part[i] + other[i], 1e-5 * largest);
            if (name.StartsWith("L_level")) Assert.All([part, other], values => Assert.Contains(values, value => value != 0));
        }
    }

    [Fact]
    public void The_one_step_gradient_changes_the_gradient_and_nothing_else()
    {
        using var full = TinyNetworks.Build(Plain);
        using var step = TinyNetworks.Build(Plain with { OneStepGradient = true });
        var (expected, whole) = Backward(full);
        var (logits, last) = Backward(step);
        Assert.Equal(expected, logits);
        Assert.NotEqual(whole["L_level.layers.0.mlp.down_proj.weight"], last["L_level.layers.0.mlp.down_proj.weight"]);
        Assert.Equal(whole["lm_head.weight"], last["lm_head.weight"]);

        // With one update of z there is nothing before the last.
        full.Depth = step.Depth = new RecursionDepth(Cycles: 2, LatentSteps: 1);
        Assert.Equal(Backward(full).Gradients["embed_tokens.embedding_weight"], Backward(step).Gradients["embed_tokens.embedding_weight"]);
    }

    [Fact]
    public void They_are_counted_and_left_to_autograd()
    {
        using var two = TinyNetworks.Build(Plain with { SeparateNetworks = true });
        Assert.Equal(two.Weights.Sum(w => w.parameter.numel()), two.Shape.ParameterCount);
        Assert.Contains("separate_networks", Coverage.Gap(two));
        Assert.Contains("one_step_gradient", Coverage.Gap(Plain with { OneStepGradient = true }, CPU));
    }

    private static void Copy(TinyRecursiveModel source, TinyRecursiveModel target, Func<string, string> nameOf)
    {
        using var gradient = no_grad();
        var weights = source.Weights.ToDictionary(w => w.name, w => (Tensor)w.parameter);
        foreach (var (name, parameter) in target.Weights) parameter.copy_(weights[nameOf(name)]);
        foreach (var ((_, from), (_, to)) in source.Buffers.Zip(target.Buffers)) to.copy_(from);
    }

    private static (float[] Logits, Dictionary<string, float[]> Gradients) Backward(TinyRecursiveModel model)
    {
        foreach (var (_, parameter) in model.Weights) parameter.grad = null;
        using var initial = Carry.Initial(model, 4);
        using var carry = initial.Refill(model, TinyNetworks.Batch(3));
        var output = model.Forward(carry.State, carry.Inputs, model.PuzzleEmbedding?.Gather(carry.PuzzleIdentifiers));
        (output.Logits.square().sum() + output.HaltLogits.sum()).backward();
        return (output.Logits.Values(), model.Weights.ToDictionary(w => w.name, w => w.parameter.grad!.Values()));
    }
}
