using TrmLab.Core.Runs;

namespace TrmLab.Trainer.Distributed;

/// <summary>Keeps nothing: rank 0 writes the run's log.</summary>
internal sealed class SilentLog : IRunLog
{
    /// <summary>Forgets the event.</summary>
    public void Write(RunEvent e)
    {
    }
}
