using TorchSharp;
using TrmLab.Core;

namespace TrmLab.Trainer.Checkpoints.Arrays;

/// <summary>Between stored arrays and TorchSharp tensors; the only file here that knows libtorch.</summary>
public static class TensorArrays
{
    private const long Block = 1 << 22;

    /// <summary>A tensor as a stored array, read from it while the array is written: keep it alive and unchanged until then.</summary>
    public static NamedArray Of(string name, torch.Tensor tensor) => new(name, ElementOf(tensor.dtype), tensor.shape, new TensorBytes(tensor));

    /// <summary>A new tensor on the CPU with the array's type and shape.</summary>
    public static torch.Tensor ToTensor(this NamedArray array)
    {
        var tensor = torch.empty([.. array.Shape], dtype: ScalarOf(array.Type));
        Fill(array, tensor);
        return tensor;
    }

    /// <summary>Overwrites a tensor of the same shape, on its device and in its type.</summary>
    /// <exception cref="InputException">The shapes differ.</exception>
    public static void CopyTo(this NamedArray array, torch.Tensor target)
    {
        if (!array.Shape.SequenceEqual(target.shape))
            throw new InputException($"{array.Name}: stored as [{string.Join(", ", array.Shape)}], the network has [{string.Join(", ", target.shape)}]; the checkpoint is of another configuration.");
        using var gradients = torch.no_grad();
        using var stored = array.ToTensor();
        target.copy_(stored);
    }

    private static void Fill(NamedArray array, torch.Tensor tensor)
    {
        var size = array.Type.Size();
        using var flat = tensor.view(-1);
        for (long first = 0; first < array.Count; first += Block)
        {
            using var part = flat.narrow(0, first, Math.Min(Block, array.Count - first));
            array.ReadBytes(first * size, part.bytes);
        }
    }

    private static ElementType ElementOf(torch.ScalarType type) => type switch
    {
        torch.ScalarType.Float32 => ElementType.F32,
        torch.ScalarType.Float16 => ElementType.F16,
        torch.ScalarType.BFloat16 => ElementType.BF16,
        torch.ScalarType.Float64 => ElementType.F64,
        torch.ScalarType.Int64 => ElementType.I64,
        torch.ScalarType.Int32 => ElementType.I32,
        torch.ScalarType.Byte => ElementType.U8,
        torch.ScalarType.Bool => ElementType.BOOL,
        _ => throw new ArgumentException($"{type} tensors are not stored.", nameof(type)),
    };

    private static torch.ScalarType ScalarOf(ElementType type) => type switch
    {
        ElementType.F32 => torch.ScalarType.Float32,
        ElementType.F16 => torch.ScalarType.Float16,
        ElementType.BF16 => torch.ScalarType.BFloat16,
        ElementType.F64 => torch.ScalarType.Float64,
        ElementType.I64 => torch.ScalarType.Int64,
        ElementType.I32 => torch.ScalarType.Int32,
        ElementType.U8 => torch.ScalarType.Byte,
        _ => torch.ScalarType.Bool,
    };
}
