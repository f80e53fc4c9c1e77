namespace TrmLab.Core.Runs;

/// <summary>
/// The trainer's hold on its run directory: an exclusive file lock that the kernel drops on any death of the process, also a crash in
/// native code. The process id is only information; ids are reused.
/// </summary>
public sealed class RunLock : IDisposable
{
    // What .NET makes of a lock that another holds: EAGAIN of Linux, EWOULDBLOCK of macOS, ERROR_SHARING_VIOLATION of Windows.
    private static readonly int[] HeldByAnother = [11, 35, unchecked((int)0x80070020)];

    private readonly FileStream _file;

    private RunLock(FileStream file) => _file = file;

    /// <summary>Takes the lock. Somebody who only looks (<see cref="IsHeld"/>) holds it for an instant, so this tries for a second.</summary>
    /// <exception cref="InputException">Another process has it.</exception>
    /// <exception cref="IOException">The lock's file cannot be opened for another reason, such as a full disk.</exception>
    public static RunLock Take(RunDirectory run)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var file = new FileStream(run.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                return new RunLock(file);
            }
            catch (IOException e) when (HeldByAnother.Contains(e.HResult))
            {
                if (attempt >= 20) throw new InputException($"{run.Root}: the run directory is in use by another trainer; stop that one first or choose another --run-dir", e);
                Thread.Sleep(50);
            }
        }
    }

    /// <summary>True if some living process holds the run's lock now.</summary>
    public static bool IsHeld(RunDirectory run)
    {
        if (!File.Exists(run.Lock)) return false;
        try
        {
            using var probe = new FileStream(run.Lock, FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    public void Dispose() => _file.Dispose();
}
