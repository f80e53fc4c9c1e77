using System.Diagnostics;

namespace TrmLab.Trainer.Inference;

/// <summary>
/// Ends the process when it uses more memory than it may: native allocations cannot be refused one by one, and a worker that swaps takes
/// the machine with it. The dashboard starts another.
/// </summary>
internal sealed class MemoryGuard : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private readonly Timer _timer;

    /// <param name="limit">Bytes of physical memory.</param>
    public MemoryGuard(long limit) => _timer = new Timer(_ => Check(limit), null, Interval, Interval);

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private static void Check(long limit)
    {
        var used = Environment.WorkingSet;
        if (used <= limit)
            return;
        Console.Error.WriteLine($"error: the inference worker used {used >> 20} MB of memory and may use {limit >> 20}; trace fewer steps or rollouts, or raise the limit");
        Console.Error.Flush();
        // Not an orderly exit: the computing thread is inside libtorch and would crash in its destructors.
        Process.GetCurrentProcess().Kill();
    }
}
