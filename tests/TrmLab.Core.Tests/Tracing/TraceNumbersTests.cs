using TrmLab.Core.Configuration;
using TrmLab.Core.Tracing;

namespace TrmLab.Core.Tests.Tracing;

public class TraceNumbersTests
{
    [Theory]
    [InlineData(81, 16, 21, 7, 21)] // the paper's Sudoku: everything
    [InlineData(900, 16, 21, 7, 3)] // 30 x 30 with six latent steps: answers only
    [InlineData(900, 16, 15, 5, 15)] // with four: still below a megabyte
    [InlineData(81, 1024, 21, 7, 3)]
    [InlineData(900, 1024, 15, 5, 1)]
    public void CellsAreRecordedAsFinelyAsAMegabyteAllows(int cells, int steps, int updates, int perCycle, int recorded) =>
        Assert.Equal(recorded, TraceNumbers.Recorded(TraceDetail.Auto, cells, steps, updates, perCycle).Length);

    [Fact]
    public void AnswersAreTheLastUpdateOfEachCycle() =>
        Assert.Equal([6, 13, 20], TraceNumbers.Recorded(TraceDetail.Answers, 81, 16, 21, 7));

    [Fact]
    public void StableMaxIsLinearAboveZeroAndHyperbolicBelow()
    {
        var p = new double[3];
        TokenProbabilities.Of(TokenLoss.StableMax, [1, 0, -1], p);
        Assert.Equal(2 / 3.5, p[0], 1e-12);
        Assert.Equal(1 / 3.5, p[1], 1e-12);
        Assert.Equal(0.5 / 3.5, p[2], 1e-12);
    }

    [Fact]
    public void SoftMaxOfLargeLogitsStaysFinite()
    {
        var p = new double[2];
        TokenProbabilities.Of(TokenLoss.SoftMax, [2000, 1999], p);
        Assert.Equal(1 / (1 + Math.Exp(-1)), p[0], 1e-12);
        Assert.Equal(0.582203, TokenProbabilities.Entropy(p), 1e-6);
    }

    [Theory]
    [InlineData(new float[] { 1, 3, 2 }, 1, 2)]
    [InlineData(new float[] { 3, 3, 2 }, 0, 1)] // of equal ones the first
    [InlineData(new float[] { 5, 1, 2 }, 0, 2)]
    [InlineData(new float[] { 7 }, 0, 0)]
    public void TheTwoMostProbableTokens(float[] logits, int first, int second) =>
        Assert.Equal((first, second), TokenProbabilities.TopTwo(logits));

    [Fact]
    public void OptionsNameEveryProblem()
    {
        var options = new TraceOptions { Steps = 2000, Noise = new NoiseOptions { Sigma = -1, Rollouts = 300, Traced = 5, FromStep = 3, ToStep = 2 } };
        Assert.Equal(4, options.Problems().Count());
        Assert.Empty(new TraceOptions { Steps = 1024, Noise = new NoiseOptions { Rollouts = 8, Traced = 7 } }.Problems());
    }
}
