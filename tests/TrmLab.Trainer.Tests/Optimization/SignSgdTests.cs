using TrmLab.Trainer.Model;
using TrmLab.Trainer.Optimization;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Tests.Optimization;

public class SignSgdTests
{
    [Fact]
    public void EqualIdentifiersAreSummedAndOtherRowsUntouched()
    {
        using var embedding = new PuzzleEmbedding(ones(4, 2), 1, 2, ScalarType.Float32);
        using var sgd = new SignSgd(embedding, weightDecay: 0.5);
        sgd.Step(0.1);
        Assert.All(embedding.Weights.Values(), value => Assert.Equal(1, value));

        // Identifier 2 twice: 3 - 4 < 0, and 1 - 1 = 0, which decays without moving.
        embedding.SetLocalGradient(tensor(new long[] { 2, 0, 2 }), tensor(new float[,] { { 3, 1 }, { 0, 5 }, { -4, -1 } }));
        sgd.Step(0.1);
        Assert.Equal([0.95f, 0.85f, 1, 1, 1.05f, 0.95f, 1, 1], embedding.Weights.Values(), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void BothWaysToSumEqualIdentifiersAgree()
    {
        using var embedding = new PuzzleEmbedding(zeros(4, 2), 1, 2, ScalarType.Float32);
        using var sgd = new SignSgd(embedding, weightDecay: 0);
        using var identifiers = tensor(new long[] { 3, 1, 3, 0, 3 });
        using var grad = tensor(new float[,] { { 1, 2 }, { 3, 4 }, { 5, 6 }, { 7, 8 }, { -9, 10 } });
        Assert.Equal([-3f, 18, 3, 4, -3, 18, 7, 8, -3, 18], sgd.SumByRow(identifiers, grad).Values());
        Assert.Equal(sgd.SumByRow(identifiers, grad).Values(), SignSgd.SumByProduct(identifiers, grad).Values());
    }

    [Fact]
    public void TheSumByProductIsExactWhereFloat32Rounds()
    {
        using var identifiers = tensor(new long[] { 1, 1, 1 });
        using var grad = tensor(new float[,] { { 1 << 24, -(1 << 24) }, { 1, -1 }, { -(1 << 24), 1 << 24 } });
        using var sum = SignSgd.SumByProduct(identifiers, grad);
        Assert.Equal([1f, -1, 1, -1, 1, -1], sum.Values());
        Assert.Equal(ScalarType.Float32, sum.dtype);
    }
}
