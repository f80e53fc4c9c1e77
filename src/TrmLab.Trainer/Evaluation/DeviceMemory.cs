using System.Globalization;
using System.Runtime.InteropServices;
using TorchSharp;

namespace TrmLab.Trainer.Evaluation;

/// <summary>How much memory the device has left, and what a piece of work takes at its peak.</summary>
internal abstract class DeviceMemory
{
    /// <summary>The memory that tensors of a device lie in.</summary>
    public static DeviceMemory Of(torch.Device device) => device.type == DeviceType.CUDA ? new Cuda(device) : new Host();

    /// <summary>Bytes that may still be taken; null if it cannot be found out.</summary>
    public abstract long? Free();

    /// <summary>Bytes that the work takes at its peak beyond what is in use now; 0 if it cannot be found out or all of it was there already.</summary>
    public abstract long Peak(Action work);

    private sealed class Host : DeviceMemory
    {
        private const string PeakReset = "/proc/self/clear_refs";

        public override long? Free()
        {
            // The runtime's figure knows the limits of a container, the kernel's what other programs use.
            var limit = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes - Environment.WorkingSet;
            return Math.Max(0, Field("/proc/meminfo", "MemAvailable:") is { } available ? Math.Min(limit, available) : limit);
        }

        public override long Peak(Action work)
        {
            try
            {
                if (File.Exists(PeakReset)) File.WriteAllText(PeakReset, "5");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                work();
                return 0;
            }

            var before = Field("/proc/self/status", "VmRSS:");
            work();
            return Math.Max(0, Field("/proc/self/status", "VmHWM:") - before ?? 0);
        }

        // A line such as "VmRSS:     1234 kB".
        private static long? Field(string path, string name)
        {
            if (!File.Exists(path)) return null;
            var line = File.ReadLines(path).FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal));
            return line is null ? null : 1024 * long.Parse(line[name.Length..].Replace("kB", ""), CultureInfo.InvariantCulture);
        }
    }

    // libtorch keeps what it once took from the device, so what is free after the work tells the peak.
    private sealed class Cuda(torch.Device device) : DeviceMemory
    {
        public override long? Free()
        {
            // A tensor makes the device's context the thread's own.
            torch.empty(1, device: device).Dispose();
            torch.cuda.synchronize(device);
            try
            {
                return MemoryInfo(out var free, out _) == 0 ? (long)free : null;
            }
            catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
            {
                return null;
            }
        }

        public override long Peak(Action work)
        {
            var before = Free();
            work();
            return Math.Max(0, before - Free() ?? 0);
        }

        private static int MemoryInfo(out nuint free, out nuint total) =>
            OperatingSystem.IsWindows() ? Windows(out free, out total) : Linux(out free, out total);

        [DllImport("libcuda.so.1", EntryPoint = "cuMemGetInfo_v2")]
        private static extern int Linux(out nuint free, out nuint total);

        [DllImport("nvcuda.dll", EntryPoint = "cuMemGetInfo_v2")]
        private static extern int Windows(out nuint free, out nuint total);
    }
}
