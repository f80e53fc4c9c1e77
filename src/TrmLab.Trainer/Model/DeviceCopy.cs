using TorchSharp;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Model;

/// <summary>Brings a batch's numbers to the device without waiting for the work that is queued there.</summary>
internal static class DeviceCopy
{
    /// <summary>An int32 vector on the device.</summary>
    public static Tensor Of(int[] values, Device device)
    {
        using var scope = NewDisposeScope();
        var host = tensor(values, ScalarType.Int32);
        // From pageable memory CUDA would first finish everything before it; libtorch keeps pinned memory until the copy is done.
        var copied = device.type == DeviceType.CUDA ? host.pin_memory().to(device, non_blocking: true) : host.to(device);
        return copied.MoveToOuterDisposeScope();
    }
}
