using System.Runtime.InteropServices;

namespace TrmLab.Trainer.Native.Memory;

/// <summary>
/// Zeroed native memory, aligned for vectors, allocated once and freed together. Nothing in a training step allocates: page faults cost the
/// plain TorchSharp step half its time.
/// </summary>
internal sealed unsafe partial class Arena : IDisposable
{
    private const nuint CacheLine = 64;
    private const nuint HugePage = 1 << 21;
    private const int AdviseHugePages = 14;

    private readonly List<nint> _blocks = [];

    /// <summary>Bytes handed out so far.</summary>
    public long Bytes { get; private set; }

    /// <summary>Memory for <paramref name="count"/> four-byte values, all zero.</summary>
    public float* Floats(long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var bytes = ((nuint)Math.Max(count, 1) * sizeof(float) + CacheLine - 1) / CacheLine * CacheLine;
        var large = bytes >= HugePage;
        var block = NativeMemory.AlignedAlloc(bytes, large ? HugePage : CacheLine);
        // Before the first touch, so that the kernel can hand out huge pages; a refusal costs speed only.
        if (large && OperatingSystem.IsLinux())
            _ = Advise(block, bytes, AdviseHugePages);
        NativeMemory.Clear(block, bytes);
        _blocks.Add((nint)block);
        Bytes += (long)bytes;
        return (float*)block;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var block in _blocks)
            NativeMemory.AlignedFree((void*)block);
        _blocks.Clear();
        GC.SuppressFinalize(this);
    }

    ~Arena() => Dispose();

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* address, nuint length, int advice);
}
