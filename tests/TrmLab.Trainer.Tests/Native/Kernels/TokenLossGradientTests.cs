using TrmLab.Core.Configuration;
using TrmLab.Trainer.Losses;
using TrmLab.Trainer.Native.Kernels;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Tests.Native.Kernels;

public sealed class TokenLossGradientTests
{
    [Theory]
    [InlineData(TokenLoss.StableMax)]
    [InlineData(TokenLoss.SoftMax)]
    public void Equals_the_gradient_of_the_loss(TokenLoss kind)
    {
        double[] logits = [-3, -0.5, 0, 0.25, 7, -20];
        for (var label = 0; label < logits.Length; label++)
        {
            using var scope = NewDisposeScope();
            var leaf = tensor(logits).view(1, 1, -1).requires_grad_(true);
            var loss = TokenCrossEntropy.PerToken(kind, leaf, tensor(new long[] { label }).view(1, 1), ones([1, 1], ScalarType.Bool));
            loss.sum().backward();

            var actual = (double[])logits.Clone();
            TokenLossGradient.Compute(kind, actual, label, new double[logits.Length]);
            var expected = leaf.grad!.data<double>().ToArray();
            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, kind == TokenLoss.StableMax ? 1e-14 : 1e-6));
        }
    }
}
