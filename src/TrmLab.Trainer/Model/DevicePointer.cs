using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Model;

/// <summary>Addresses of tensors' values on whatever device they are.</summary>
internal static unsafe partial class DevicePointer
{
    /// <summary>First value of a contiguous tensor; valid while the tensor lives.</summary>
    public static void* Of(Tensor tensor) => tensor.is_contiguous()
        ? Data(tensor.Handle)
        : throw new ArgumentException($"The values of a contiguous tensor are asked for; this one is {tensor}.", nameof(tensor));

    [LibraryImport("LibTorchSharp", EntryPoint = "THSTensor_data")]
    private static partial void* Data(nint tensor);
}
