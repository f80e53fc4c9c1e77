using TrmLab.Trainer.Model;

namespace TrmLab.Trainer.Training;

/// <summary>
/// Progressive depth (CGAR, arXiv 2511.08653): training starts with a third of the recursion, takes two thirds from 30 % of the steps on and
/// all of it from 60 % on. For T = 3, n = 6 that is (1, 2), (2, 4), (3, 6).
/// </summary>
public static class DepthCurriculum
{
    private const int Stages = 3;
    private const double SecondStage = 0.3;
    private const double ThirdStage = 0.6;

    /// <summary>The depth of a step, counted from 1.</summary>
    public static RecursionDepth At(long step, long totalSteps, RecursionDepth full)
    {
        var progress = (step - 1) / (double)Math.Max(1, totalSteps);
        var stage = progress < SecondStage ? 1 : progress < ThirdStage ? 2 : Stages;
        int Part(int whole) => ((whole * stage) + Stages - 1) / Stages;
        return new RecursionDepth(Part(full.Cycles), Part(full.LatentSteps));
    }
}
