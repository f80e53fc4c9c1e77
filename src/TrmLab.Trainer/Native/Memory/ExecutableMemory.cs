using System.ComponentModel;
using System.Runtime.InteropServices;

namespace TrmLab.Trainer.Native.Memory;

/// <summary>Machine code on Linux: written first, executable and read-only after.</summary>
internal static unsafe partial class ExecutableMemory
{
    private const int Read = 1, Write = 2, Execute = 4;
    private const int PrivateAnonymous = 0x22;

    /// <summary>Places code; it stays until the process ends.</summary>
    /// <returns>Address of the first instruction.</returns>
    /// <exception cref="Win32Exception">The system refuses executable memory.</exception>
    public static nint Place(ReadOnlySpan<byte> code)
    {
        var start = Map(null, (nuint)code.Length, Read | Write, PrivateAnonymous, -1, 0);
        if (start == (byte*)-1)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        code.CopyTo(new Span<byte>(start, code.Length));
        if (Protect(start, (nuint)code.Length, Read | Execute) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        return (nint)start;
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial byte* Map(void* address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int Protect(void* address, nuint length, int protection);
}
