using TorchSharp;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Model;

/// <summary>Brings a batch's numbers to the device without waiting for the work that is queued there.</summary>
internal static class DeviceCopy
{
    /// <summary>An int32 vector on the device.</summary>
    public static Tensor Of(int[] values, Device device)
    {
        using var host = tensor(values, ScalarType.Int32);
        return Of(host, device);
    }

    /// <summary>The same numbers on the device.</summary>
    /// <param name="host">On the CPU; stays the caller's.</param>
    public static Tensor Of(Tensor host, Device device)
    {
        using var scope = NewDisposeScope();
        // From pageable memory CUDA would first finish everything before it; libtorch keeps pinned memory until the copy is done.
        var copied = device.type == DeviceType.CUDA ? host.pin_memory().to(device, non_blocking: true) : host.alias();
        return copied.MoveToOuterDisposeScope();
    }
}
