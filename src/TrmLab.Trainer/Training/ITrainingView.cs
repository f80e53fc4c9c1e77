namespace TrmLab.Trainer.Training;

/// <summary>Somebody who watches the training: a progress bar, the heartbeat. Must not throw and must not be slow.</summary>
public interface ITrainingView
{
    /// <summary>A step is done.</summary>
    void Stepped(long step, long totalSteps);

    /// <summary>The trainer does something else now.</summary>
    void Activity(long step, string activity);

    /// <summary>An evaluation goes on.</summary>
    void Evaluating(string weights, int done, int total);
}
