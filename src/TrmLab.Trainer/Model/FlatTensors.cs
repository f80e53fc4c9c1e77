using static TorchSharp.torch;

namespace TrmLab.Trainer.Model;

/// <summary>
/// A zeroed float32 buffer and its views of the shapes of given tensors, one after the other, each from the start of a cache line on; the gaps
/// between them stay zero. What is done to all values alike can be done to the buffer: one launch on a GPU in place of one for each tensor.
/// </summary>
internal sealed class FlatTensors : IDisposable
{
    // Vector loads and stores of the native step stay within a cache line.
    private const long Alignment = 16;

    /// <param name="like">Tensors on one device, at least one.</param>
    public FlatTensors(IReadOnlyList<Tensor> like)
    {
        using var scope = NewDisposeScope();
        using var gradient = no_grad();
        Buffer = zeros([like.SkipLast(1).Sum(Room) + like[^1].numel()], ScalarType.Float32, like[0].device).DetachFromDisposeScope();
        var views = new Tensor[like.Count];
        long start = 0;
        for (var i = 0; i < views.Length; i++)
        {
            views[i] = Buffer.narrow(0, start, like[i].numel()).view(like[i].shape).DetachFromDisposeScope();
            start += Room(like[i]);
        }

        Views = views;
    }

    /// <summary>All values as one vector.</summary>
    public Tensor Buffer { get; }

    /// <summary>The same values in the given shapes.</summary>
    public IReadOnlyList<Tensor> Views { get; }

    /// <summary>Moves float32 tensors, such as weights, into one buffer. They stay the same objects with the same values.</summary>
    public static void Join(IReadOnlyList<Tensor> tensors)
    {
        using var gradient = no_grad();
        using var flat = new FlatTensors(tensors);
        foreach (var (tensor, view) in tensors.Zip(flat.Views))
            tensor.set_(view.copy_(tensor));
    }

    /// <summary>Neighbours' values as one vector that shares their memory, gaps included; null if they do not lie as here.</summary>
    public static Tensor? Over(IReadOnlyList<Tensor> tensors)
    {
        for (var i = 1; i < tensors.Count; i++)
        {
            if (!Follows(tensors[i - 1], tensors[i]))
                return null;
        }

        if (tensors is [var single] && !single.is_contiguous())
            return null;
        var (first, last) = (tensors[0], tensors[^1]);
        using var values = first.detach();
        return values.as_strided([last.storage_offset() + last.numel() - first.storage_offset()], [1], first.storage_offset());
    }

    /// <summary>Whether a tensor lies directly behind another in the same buffer.</summary>
    public static unsafe bool Follows(Tensor first, Tensor second)
    {
        // Allocators put unrelated memory side by side too, hence the buffers' addresses.
        static float* Start(Tensor tensor) => (float*)DevicePointer.Of(tensor) - tensor.storage_offset();
        return first.dtype == ScalarType.Float32 && second.dtype == ScalarType.Float32 && first.is_contiguous() && second.is_contiguous()
            && second.storage_offset() == first.storage_offset() + Room(first) && Start(first) == Start(second);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var view in Views)
            view.Dispose();
        Buffer.Dispose();
    }

    private static long Room(Tensor tensor) => (tensor.numel() + Alignment - 1) / Alignment * Alignment;
}
