using TrmLab.Trainer.Model;
using TrmLab.Trainer.Training;

namespace TrmLab.Trainer.Tests.Training;

public class DepthCurriculumTests
{
    [Theory]
    [InlineData(1, 1, 2)]
    [InlineData(30, 1, 2)]
    [InlineData(31, 2, 4)]
    [InlineData(60, 2, 4)]
    [InlineData(61, 3, 6)]
    [InlineData(100, 3, 6)]
    public void DepthGrowsInThreeStages(long step, int cycles, int latentSteps) =>
        Assert.Equal(new RecursionDepth(cycles, latentSteps), DepthCurriculum.At(step, 100, new RecursionDepth(3, 6)));

    [Fact]
    public void AShallowNetworkNeverGoesBelowOne() =>
        Assert.Equal(new RecursionDepth(1, 1), DepthCurriculum.At(1, 100, new RecursionDepth(1, 1)));
}
