using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;
using TrmLab.Core.Configuration;
using TrmLab.Core.Costs;

namespace TrmLab.Trainer.Training;

/// <summary>What one needs to know about the machine and the program to repeat a run.</summary>
public static class RunEnvironment
{
    private static readonly string[] Variables =
    [
        "OMP_WAIT_POLICY", "OMP_NUM_THREADS", "MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_", "MALLOC_TOP_PAD_", "GLIBC_TUNABLES", "CUDA_VISIBLE_DEVICES", "CUDA_DEVICE_ORDER",
    ];

    /// <summary>Names and values, without secrets: only named variables are read.</summary>
    public static Dictionary<string, string> Describe(ComputeDevice device)
    {
        var facts = new Dictionary<string, string>
        {
            ["trmlab"] = Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown",
            ["dotnet"] = RuntimeInformation.FrameworkDescription,
            ["libtorch"] = torch.__version__,
            ["os"] = RuntimeInformation.OSDescription,
            ["machine"] = Environment.MachineName,
            ["cpu"] = CpuModel(),
            ["cores"] = Environment.ProcessorCount.ToString(),
            ["device"] = device.ToString(),
        };
        foreach (var (name, value) in GpuFacts.Of(device.Device)) facts[name] = value;
        foreach (var name in Variables)
        {
            if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } value) facts[name] = value;
        }

        return facts;
    }

    /// <summary>Measured costs of a step together with the machine that they hold for.</summary>
    public static MachineSpeed Speed(ComputeDevice device, IReadOnlyList<StepCost> costs) => new(CpuModel(), Environment.ProcessorCount, DateTimeOffset.UtcNow, device.NoFastHalf is null ? ForwardType.BFloat16 : ForwardType.Float32, costs);

    private static string CpuModel()
    {
        const string Info = "/proc/cpuinfo";
        var line = File.Exists(Info) ? File.ReadLines(Info).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?.Split(':', 2)[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
