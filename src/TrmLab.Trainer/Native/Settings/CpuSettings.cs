namespace TrmLab.Trainer.Native.Settings;

/// <summary>
/// Environment variables that make libtorch faster on a CPU and must stand before the process starts. What the user has set stays.
/// </summary>
/// <remarks>
/// The allocator's thresholds keep freed activations in the process instead of handing their pages back at every step, which halves the
/// plain TorchSharp step of the paper's network (and changes nothing on the demos'); passive waiting lets libtorch's threads sleep instead of spinning against the native step's and other programs'.
/// </remarks>
public static class CpuSettings
{
    /// <summary>Set to 1 to be left alone.</summary>
    public const string OptOut = "TRMLAB_NO_REEXEC";

    private static readonly Dictionary<string, string> Wanted = new()
    {
        ["MALLOC_MMAP_THRESHOLD_"] = "4294967296",
        ["MALLOC_TRIM_THRESHOLD_"] = "8589934592",
        ["MALLOC_TOP_PAD_"] = "268435456",
        ["GLIBC_TUNABLES"] = "glibc.malloc.hugetlb=1",
        ["OMP_WAIT_POLICY"] = "PASSIVE",
    };

    /// <summary>Names and values.</summary>
    public static IReadOnlyDictionary<string, string> All => Wanted;

    /// <summary>Those that an environment lacks; empty where the user opted out.</summary>
    /// <param name="variable">Reads a variable; null if it is not set.</param>
    public static IReadOnlyDictionary<string, string> Missing(Func<string, string?> variable) => variable(OptOut) == "1"
        ? new Dictionary<string, string>()
        : Wanted.Where(setting => variable(setting.Key) is null).ToDictionary();
}
