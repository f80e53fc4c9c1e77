using TrmLab.Core.Runs;

namespace TrmLab.Trainer.Training;

/// <summary>What the training loop is asked to do between two steps.</summary>
public interface IRunRequests
{
    /// <summary>True while training waits; <see cref="Next"/> is to be asked again.</summary>
    bool Paused { get; }

    /// <summary>True if a stop waits, seen between two steps or in the middle of an evaluation.</summary>
    bool StopPending { get; }

    /// <summary>What to do before the next step, in order. While paused this waits a little for something to come.</summary>
    IReadOnlyList<RunCommandKind> Next(long step, MetricsRecorder metrics);

    /// <summary>Whether a thing is due that depends on a clock: with several ranks the answer of one counts for all.</summary>
    bool Due(bool now) => now;
}
