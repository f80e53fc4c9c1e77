using TrmLab.Trainer.Model;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Tests.Model;

public class FlatGradientsTests
{
    [Fact]
    public void A_gradient_that_someone_put_elsewhere_is_not_added_to()
    {
        using var model = TinyNetworks.Build(TinyNetworks.TokenMlp);
        using var carry = Carry.Initial(model, 4);
        using var step = TinyNetworks.Step(model);
        float[][] Gradients()
        {
            using var result = step.Run(carry, TinyNetworks.Batch(1), training: true);
            result.Carry.Dispose();
            return [.. model.Weights.Select(weight => weight.parameter.grad!.Values())];
        }

        var first = Gradients();
        model.Weights[0].parameter.grad = ones_like(model.Weights[0].parameter.detach());
        model.Weights[1].parameter.grad = null;
        Assert.Equal(first, Gradients());
    }

    [Fact]
    public void A_backward_pass_writes_into_the_buffer()
    {
        using var plain = TinyNetworks.Build(TinyNetworks.TokenMlp);
        using var flat = TinyNetworks.Build(TinyNetworks.TokenMlp);
        var gradients = flat.Gradients;
        gradients.Attach();
        foreach (var model in new[] { plain, flat })
        {
            using var scope = NewDisposeScope();
            var rows = model.PuzzleEmbedding!.Gather(zeros(4, ScalarType.Int64));
            var output = model.Forward(model.InitialState(4), ones([4, 9], ScalarType.Int64), rows);
            output.Logits.square().sum().add(output.HaltLogits.sum()).backward();
        }

        Assert.NotEqual(0, gradients.Buffer.abs().sum().item<float>());
        foreach (var ((name, expected), (_, weight)) in plain.Weights.Zip(flat.Weights))
            Assert.True(expected.grad!.Values().SequenceEqual(weight.grad!.Values()), name);
        gradients.Buffer.zero_();
        Assert.All(flat.Weights, weight => Assert.Equal(0, weight.parameter.grad!.abs().sum().item<float>()));
    }
}
