using System.Runtime.InteropServices;
using TrmLab.Trainer.Training;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Tests.Training;

/// <summary>Against stand-ins for the driver, whose GPU 1 is the one at bus 3B, and for the management library, which knows it by that place only.</summary>
public sealed unsafe class GpuMeterTests
{
    private static bool _busy;

    [Fact]
    public void Memory_in_use_and_share_of_time_are_told()
    {
        var values = new Dictionary<string, double>();
        GpuMeter.Open(Function, 1)!.AddTo(values);
        Assert.Equal(new Dictionary<string, double> { ["perf/gpu_memory_mb"] = 21_500, ["perf/gpu_percent"] = 87 }, values);
    }

    [Fact]
    public void What_cannot_be_told_at_present_is_left_out()
    {
        var meter = GpuMeter.Open(Function, 1)!;
        var values = new Dictionary<string, double>();
        _busy = true;
        meter.AddTo(values);
        _busy = false;
        Assert.Equal(["perf/gpu_memory_mb"], values.Keys);
    }

    [Fact]
    public void Without_the_gpu_or_a_library_there_is_no_meter()
    {
        Assert.Null(GpuMeter.Open(Function, 0));
        Assert.Null(GpuMeter.Open(name => name.StartsWith("nvml") ? 0 : Function(name), 1));
        Assert.Null(GpuMeter.Of(CPU));
    }

    private static nint Function(string name) => name switch
    {
        "cuDeviceGet" => (nint)(delegate* unmanaged<int*, int, int>)&Get,
        "cuDeviceGetPCIBusId" => (nint)(delegate* unmanaged<byte*, int, int, int>)&Bus,
        "nvmlInit_v2" => (nint)(delegate* unmanaged<int>)&Start,
        "nvmlDeviceGetHandleByPciBusId_v2" => (nint)(delegate* unmanaged<byte*, nint*, int>)&Open,
        "nvmlDeviceGetMemoryInfo" => (nint)(delegate* unmanaged<nint, GpuMeter.Memory*, int>)&Memory,
        "nvmlDeviceGetUtilizationRates" => (nint)(delegate* unmanaged<nint, GpuMeter.Utilization*, int>)&Utilization,
        _ => 0,
    };

    [UnmanagedCallersOnly]
    private static int Get(int* handle, int ordinal)
    {
        *handle = 7;
        return ordinal == 1 ? 0 : 101;
    }

    [UnmanagedCallersOnly]
    private static int Bus(byte* text, int length, int handle)
    {
        "0000:3B:00.0\0"u8.CopyTo(new Span<byte>(text, length));
        return handle == 7 ? 0 : 101;
    }

    [UnmanagedCallersOnly]
    private static int Start() => 0;

    [UnmanagedCallersOnly]
    private static int Open(byte* bus, nint* gpu)
    {
        *gpu = 42;
        return MemoryMarshal.CreateReadOnlySpanFromNullTerminated(bus).SequenceEqual("0000:3B:00.0"u8) ? 0 : 6;
    }

    [UnmanagedCallersOnly]
    private static int Memory(nint gpu, GpuMeter.Memory* memory)
    {
        *memory = new GpuMeter.Memory { Total = 80_000_000_000, Free = 58_500_000_000, Used = 21_500_000_000 };
        return gpu == 42 ? 0 : 2;
    }

    [UnmanagedCallersOnly]
    private static int Utilization(nint gpu, GpuMeter.Utilization* utilization)
    {
        *utilization = new GpuMeter.Utilization { Gpu = 87, Memory = 30 };
        return gpu == 42 && !_busy ? 0 : 2;
    }
}
