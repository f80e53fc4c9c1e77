using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using TorchSharp;

namespace TrmLab.Trainer.Training;

/// <summary>
/// Name, memory and driver of a GPU, which libtorch does not tell C#. Asked of the driver's library: nvidia-smi counts GPUs otherwise than
/// the process does, which may see only some of them.
/// </summary>
internal static unsafe partial class GpuFacts
{
    private const string DriverVersion = "/proc/driver/nvidia/version";
    private const int NameLength = 256;

    /// <summary>Names and values; empty for a CPU, and without what cannot be found out.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Of(torch.Device device)
    {
        if (device.type != DeviceType.CUDA || NvidiaLibraries.Driver() is not { } driver)
            return [];
        var text = File.Exists(DriverVersion) ? File.ReadAllText(DriverVersion) : "";
        return Describe(driver, Math.Max(0, device.index), text);
    }

    /// <param name="function">Address of one of the driver's functions; 0 if there is none.</param>
    /// <param name="ordinal">Number of the GPU among those that the process sees.</param>
    /// <param name="versionText">What the driver says about itself.</param>
    internal static IEnumerable<KeyValuePair<string, string>> Describe(Func<string, nint> function, int ordinal, string versionText)
    {
        var facts = new Dictionary<string, string>();
        var (start, find, name, memory) = (function("cuInit"), function("cuDeviceGet"), function("cuDeviceGetName"), function("cuDeviceTotalMem_v2"));
        int handle;
        if (start != 0 && find != 0 && ((delegate* unmanaged<uint, int>)start)(0) == 0 && ((delegate* unmanaged<int*, int, int>)find)(&handle, ordinal) == 0)
        {
            var letters = stackalloc byte[NameLength];
            if (name != 0 && ((delegate* unmanaged<byte*, int, int, int>)name)(letters, NameLength, handle) == 0)
                facts["gpu"] = Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(letters));
            nuint bytes;
            if (memory != 0 && ((delegate* unmanaged<nuint*, int, int>)memory)(&bytes, handle) == 0)
                facts["gpu memory"] = string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 30):0.0} GiB");
        }

        if (Version().Match(versionText) is { Success: true } version)
            facts["gpu driver"] = version.Value;
        return facts;
    }

    // "NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.129.03  Thu Oct 19 18:56:32 UTC 2023"
    [GeneratedRegex(@"\b[0-9]+\.[0-9]+(\.[0-9]+)?\b")]
    private static partial Regex Version();
}
