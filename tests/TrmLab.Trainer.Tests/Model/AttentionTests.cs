using TrmLab.Core.Numerics;
using TrmLab.Trainer.Model;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Tests.Model;

public class AttentionTests
{
    [Fact]
    public void QueriesKeysAndValuesAreTheThirdsOfTheProjectionInThatOrder()
    {
        using var scope = NewDisposeScope();
        using var attention = new Attention(new WeightFactory(new SeededRandom(1, stream: 1), CPU), width: 8, heads: 2, headWidth: 4, rotary: null);
        var input = randn([3, 5, 8], generator: new Generator(1), requires_grad: true);
        var output = attention.forward(input);
        output.mul(output).sum().backward();
        var (value, gradient) = (output.Values(), input.grad!.Values());

        input.grad!.zero_();
        var weights = attention.named_parameters().ToDictionary(weight => weight.name, weight => weight.parameter);
        var qkv = nn.functional.linear(input, weights["qkv_proj.weight"]).view(3, 5, 6, 4);
        Tensor Third(int index) => qkv.narrow(2, 2 * index, 2).transpose(1, 2);
        var mixed = nn.functional.scaled_dot_product_attention(Third(0), Third(1), Third(2));
        var expected = nn.functional.linear(mixed.transpose(1, 2).reshape(3, 5, 8), weights["o_proj.weight"]);
        expected.mul(expected).sum().backward();
        Assert.Equal(expected.Values(), value);
        Assert.Equal(input.grad.Values(), gradient);
    }
}
