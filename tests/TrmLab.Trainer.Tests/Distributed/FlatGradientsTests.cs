using TrmLab.Trainer.Distributed;
using TrmLab.Trainer.Model;

namespace TrmLab.Trainer.Tests.Distributed;

public class FlatGradientsTests
{
    [Fact]
    public void A_backward_pass_writes_into_the_buffer()
    {
        using var plain = TinyNetworks.Build(TinyNetworks.TokenMlp);
        using var flat = TinyNetworks.Build(TinyNetworks.TokenMlp);
        using var gradients = new FlatGradients(flat);
        foreach (var model in new[] { plain, flat })
        {
            using var carry = Carry.Initial(model, 4);
            using var step = TinyNetworks.Step(model);
            using var result = step.Run(carry, TinyNetworks.Batch(1), training: true);
            result.Carry.Dispose();
        }

        Assert.NotEqual(0, gradients.Buffer.abs().sum().item<float>());
        foreach (var ((name, expected), (_, weight)) in plain.Weights.Zip(flat.Weights))
            Assert.True(expected.grad!.Values().SequenceEqual(weight.grad!.Values()), name);
        gradients.Buffer.zero_();
        Assert.All(flat.Weights, weight => Assert.Equal(0, weight.parameter.grad!.abs().sum().item<float>()));
    }
}
