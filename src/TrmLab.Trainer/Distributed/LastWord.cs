using TrmLab.Core;
using TrmLab.Core.Runs;

namespace TrmLab.Trainer.Distributed;

/// <summary>Says in a run's log why it ended, in place of a rank 0 that is dead or frozen.</summary>
internal static class LastWord
{
    /// <summary>Appends the failure; one that cannot be written is left to the launcher's own output.</summary>
    public static void Write(RunDirectory run, long step, string reason)
    {
        using var held = TakeIfFree(run);
        try
        {
            using var log = RunLogWriter.Append(run.Log);
            log.Write(new RunFailed { Step = step, Reason = reason });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"error: {run.Log}: the failure could not be recorded: {e.Message}");
        }
    }

    // A frozen rank 0 still holds the lock, and the launcher ends it in a moment; where no lock can be made, the log may still take a line.
    private static RunLock? TakeIfFree(RunDirectory run)
    {
        try
        {
            return RunLock.Take(run);
        }
        catch (Exception e) when (e is InputException or IOException)
        {
            return null;
        }
    }
}
