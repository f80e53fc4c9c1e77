using System.Runtime.InteropServices;
using TorchSharp;

namespace TrmLab.Trainer.Training;

/// <summary>
/// Memory in use on a GPU, of all processes together, and the share of time in which it computed, as nvidia-smi shows them. Asked of NVIDIA's
/// management library, which knows a GPU by its place on the bus: it counts all GPUs of the machine, the process may see only some.
/// </summary>
internal sealed unsafe class GpuMeter
{
    private const int BusIdLength = 32;

    private readonly nint _gpu;
    private readonly delegate* unmanaged<nint, Memory*, int> _memory;
    private readonly delegate* unmanaged<nint, Utilization*, int> _utilization;

    private GpuMeter(nint gpu, nint memory, nint utilization)
    {
        _gpu = gpu;
        _memory = (delegate* unmanaged<nint, Memory*, int>)memory;
        _utilization = (delegate* unmanaged<nint, Utilization*, int>)utilization;
    }

    /// <summary>The meter of a device; null for a CPU, or where the libraries are not there.</summary>
    public static GpuMeter? Of(torch.Device device)
    {
        if (device.type != DeviceType.CUDA || NvidiaLibraries.Driver() is not { } driver || NvidiaLibraries.Management() is not { } management) return null;
        return Open(name => name.StartsWith("nvml", StringComparison.Ordinal) ? management(name) : driver(name), Math.Max(0, device.index));
    }

    /// <param name="function">Address of a function of the two libraries; 0 if there is none.</param>
    /// <param name="ordinal">Number of the GPU among those that the process sees.</param>
    internal static GpuMeter? Open(Func<string, nint> function, int ordinal)
    {
        var (find, place) = (function("cuDeviceGet"), function("cuDeviceGetPCIBusId"));
        var (start, open, memory, utilization) = (function("nvmlInit_v2"), function("nvmlDeviceGetHandleByPciBusId_v2"), function("nvmlDeviceGetMemoryInfo"), function("nvmlDeviceGetUtilizationRates"));
        if (new[] { find, place, start, open, memory, utilization }.Contains(0)) return null;
        int handle;
        var bus = stackalloc byte[BusIdLength];
        nint gpu = 0;
        var found = ((delegate* unmanaged<int*, int, int>)find)(&handle, ordinal) == 0
            && ((delegate* unmanaged<byte*, int, int, int>)place)(bus, BusIdLength, handle) == 0
            && ((delegate* unmanaged<int>)start)() == 0
            && ((delegate* unmanaged<byte*, nint*, int>)open)(bus, &gpu) == 0;
        return found ? new GpuMeter(gpu, memory, utilization) : null;
    }

    /// <summary>Adds <c>perf/gpu_memory_mb</c> and <c>perf/gpu_percent</c>, each if it can be told at present.</summary>
    public void AddTo(Dictionary<string, double> values)
    {
        Memory memory;
        Utilization utilization;
        if (_memory(_gpu, &memory) == 0) values["perf/gpu_memory_mb"] = memory.Used / 1e6;
        if (_utilization(_gpu, &utilization) == 0) values["perf/gpu_percent"] = utilization.Gpu;
    }

    // Bytes.
    [StructLayout(LayoutKind.Sequential)]
    internal struct Memory
    {
        public ulong Total;
        public ulong Free;
        public ulong Used;
    }

    // Percent of the last sampling period.
    [StructLayout(LayoutKind.Sequential)]
    internal struct Utilization
    {
        public uint Gpu;
        public uint Memory;
    }
}
