using TorchSharp;
using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Trainer.Libtorch;
using TrmLab.Trainer.Native.Products;

namespace TrmLab.Trainer.Training;

/// <summary>The device, number of threads and data type that a configuration comes to on this machine.</summary>
public sealed record ComputeDevice(torch.Device Device, int Threads, ForwardType ForwardType)
{
    /// <summary>The data type as libtorch names it.</summary>
    public torch.ScalarType ScalarType => ForwardType == ForwardType.BFloat16 ? torch.ScalarType.BFloat16 : torch.ScalarType.Float32;

    /// <summary>True on an NVIDIA GPU.</summary>
    public bool IsCuda => Device.type == DeviceType.CUDA;

    /// <summary>For people, such as <c>cpu, 2 threads, float32</c>.</summary>
    public override string ToString() => $"{(IsCuda ? Device.ToString() : $"cpu, {Threads} threads")}, {ConfigField.Word(ForwardType)}";

    /// <summary>Chooses, and sets libtorch's number of threads.</summary>
    /// <exception cref="InputException">The word names no device, or a GPU that is not there.</exception>
    public static ComputeDevice Of(string device, int threads, ForwardType? forwardType)
    {
        Check(device);
        LoadLibtorch();
        var cuda = device == "auto" ? torch.cuda.is_available() : device.StartsWith("cuda", StringComparison.Ordinal);
        if (cuda && !torch.cuda.is_available())
            throw new InputException($"device {device}: no CUDA device can be used; build with -p:TorchBackend=cuda on a machine with an NVIDIA driver, or choose --set device=cpu");
        var index = device.StartsWith("cuda:", StringComparison.Ordinal) ? int.Parse(device[5..]) : 0;
        if (cuda && index >= torch.cuda.device_count())
            throw new InputException($"device {device}: there are only {torch.cuda.device_count()} CUDA devices, numbered from 0");

        var count = threads > 0 ? threads : Environment.ProcessorCount;
        torch.set_num_threads(count);
        return new ComputeDevice(
            cuda ? new torch.Device(DeviceType.CUDA, index) : torch.CPU,
            count,
            TypeOf(forwardType, cuda));
    }

    /// <summary>Refuses a word that names no device, for a program that chooses only later.</summary>
    /// <exception cref="InputException">It is none of auto, cpu, cuda and cuda:N.</exception>
    public static void Check(string device)
    {
        if (ConfigRules.DeviceProblem(device) is { } problem) throw new InputException($"device {device}: {problem.Message}");
    }

    /// <summary>
    /// Lets a GPU's float32 products round their operands to TF32 (10 bits), several times as fast. For training only: a verification against
    /// golden numbers needs all bits.
    /// </summary>
    public void AllowTf32()
    {
        if (IsCuda) torch.backends.cuda.matmul.allow_tf32 = true;
    }

    /// <summary>Waits until a GPU has done all that it was given.</summary>
    public void Wait()
    {
        if (IsCuda) torch.cuda.synchronize(Device);
    }

    /// <summary>Why <c>auto</c> is float32 here, in words that follow "because"; null where it is bfloat16.</summary>
    public string? NoFastHalf => IsCuda ? null : DotTiles.Gap;

    private static ForwardType TypeOf(ForwardType? configured, bool cuda) => configured switch
    {
        null => cuda ? ForwardType.BFloat16 : ForwardType.Float32,
        ForwardType.Auto => cuda || DotTiles.Gap is null ? ForwardType.BFloat16 : ForwardType.Float32,
        { } type => type,
    };

    // The loader's own message blames a missing package whatever the cause was.
    private static void LoadLibtorch()
    {
        LibtorchDirectory.Load();
        try
        {
            torch.InitializeDeviceType(DeviceType.CPU);
        }
        catch (Exception e) when (e is TypeInitializationException or DllNotFoundException or NotSupportedException)
        {
            throw new InputException(
                $"libtorch does not load ({e.GetBaseException().Message.Split('\n')[0]}): rebuild with `dotnet build`, which relaxes the library for this system, or name a directory with {LibtorchDirectory.Variable}; see docs/troubleshooting.md", e);
        }
    }
}
