using TrmLab.Trainer.Model;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Native;

/// <summary>Addresses of tensors' values.</summary>
internal static unsafe class TensorMemory
{
    /// <summary>First value of a contiguous CPU tensor; valid while the tensor lives.</summary>
    public static void* Of(Tensor tensor)
    {
        if (tensor.device_type != TorchSharp.DeviceType.CPU || !tensor.is_contiguous())
            throw new ArgumentException($"The native step needs contiguous CPU tensors; this one is {tensor}.", nameof(tensor));
        return DevicePointer.Of(tensor);
    }
}
