using System.Runtime.InteropServices;

namespace TrmLab.Trainer.Training;

/// <summary>Functions of the libraries that come with NVIDIA's driver, which libtorch does not offer to C#.</summary>
internal static class NvidiaLibraries
{
    /// <summary>Address of a function of the driver by its name, 0 if there is none; null without a driver.</summary>
    public static Func<string, nint>? Driver() => Load("libcuda.so.1", "nvcuda.dll");

    /// <summary>The same of the management library, which nvidia-smi asks.</summary>
    public static Func<string, nint>? Management() => Load("libnvidia-ml.so.1", "nvml.dll");

    private static Func<string, nint>? Load(string linux, string windows) => NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? windows : linux, out var library)
        ? name => NativeLibrary.TryGetExport(library, name, out var function) ? function : 0
        : null;
}
