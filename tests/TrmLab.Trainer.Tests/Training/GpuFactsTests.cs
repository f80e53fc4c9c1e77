using System.Runtime.InteropServices;
using TrmLab.Trainer.Training;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Tests.Training;

/// <summary>Against a stand-in for the driver with one GPU, number 1.</summary>
public sealed unsafe class GpuFactsTests
{
    private const string Version = "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  550.54.15  Release Build  (root@host)\nGCC version:  gcc version 12.2.0";

    [Fact]
    public void Name_memory_and_driver_are_told()
    {
        var facts = GpuFacts.Describe(Function, 1, Version).ToDictionary();
        Assert.Equal(new Dictionary<string, string> { ["gpu"] = "NVIDIA H100 80GB HBM3", ["gpu memory"] = "79.5 GiB", ["gpu driver"] = "550.54.15" }, facts);
    }

    [Fact]
    public void What_the_driver_does_not_know_is_left_out()
    {
        Assert.Equal(["gpu driver"], GpuFacts.Describe(Function, 0, Version).Select(fact => fact.Key));
        Assert.Empty(GpuFacts.Describe(_ => 0, 1, ""));
    }

    [Fact]
    public void A_cpu_has_none() => Assert.Empty(GpuFacts.Of(CPU));

    private static nint Function(string name) => name switch
    {
        "cuInit" => (nint)(delegate* unmanaged<uint, int>)&Init,
        "cuDeviceGet" => (nint)(delegate* unmanaged<int*, int, int>)&Get,
        "cuDeviceGetName" => (nint)(delegate* unmanaged<byte*, int, int, int>)&Name,
        "cuDeviceTotalMem_v2" => (nint)(delegate* unmanaged<nuint*, int, int>)&TotalMemory,
        _ => 0,
    };

    [UnmanagedCallersOnly]
    private static int Init(uint flags) => 0;

    [UnmanagedCallersOnly]
    private static int Get(int* handle, int ordinal)
    {
        *handle = 7;
        return ordinal == 1 ? 0 : 101;
    }

    [UnmanagedCallersOnly]
    private static int Name(byte* name, int length, int handle)
    {
        "NVIDIA H100 80GB HBM3\0"u8.CopyTo(new Span<byte>(name, length));
        return handle == 7 ? 0 : 101;
    }

    [UnmanagedCallersOnly]
    private static int TotalMemory(nuint* bytes, int handle)
    {
        *bytes = unchecked((nuint)(159UL << 29));
        return handle == 7 ? 0 : 101;
    }
}
