using TrmLab.Core.Runs;
using TrmLab.Trainer.Training;

namespace TrmLab.Trainer.Tests.Training;

/// <summary>A command to stop that comes after a certain step, however fast the training is: the loop waits there until the command is known.</summary>
/// <param name="own">The run's requests.</param>
/// <param name="sends">False for a rank that learns of it from another.</param>
internal sealed class StopAt(IRunRequests own, RunDirectory run, long step, bool sends = true) : IRunRequests
{
    public bool Paused => own.Paused;

    public bool StopPending => own.StopPending;

    public IReadOnlyList<RunCommandKind> Next(long reached, MetricsRecorder metrics)
    {
        if (reached != step) return own.Next(reached, metrics);
        if (sends) RunCommands.Send(run, RunCommandKind.Stop);
        // Among several ranks the answer is the same for all, so that all ask as often.
        while (!own.StopPending) Thread.Sleep(10);
        return own.Next(reached, metrics);
    }

    public bool Due(bool now) => own.Due(now);
}
