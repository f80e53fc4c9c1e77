namespace TrmLab.Trainer.Training;

/// <summary>Nobody watches: the ranks of a run that write nothing.</summary>
internal sealed class QuietView : ITrainingView
{
    public void Stepped(long step, long totalSteps)
    {
    }

    public void Activity(long step, string activity)
    {
    }

    public void Evaluating(string weights, int done, int total)
    {
    }
}
