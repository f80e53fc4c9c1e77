using TorchSharp;

namespace TrmLab.Trainer.Checkpoints.Arrays;

/// <summary>A tensor's elements, copied from its device a block at a time. The tensor must live and stay unchanged while it is read.</summary>
internal sealed class TensorBytes(torch.Tensor tensor) : IByteSource
{
    private readonly int _size = (int)tensor.element_size();

    public long Length => tensor.numel() * _size;

    public void Read(long offset, Span<byte> destination)
    {
        if (destination.Length == 0)
            return;
        var first = offset / _size;
        var last = (offset + destination.Length - 1) / _size;
        using var scope = torch.NewDisposeScope();
        var elements = tensor.detach().reshape(-1).narrow(0, first, last - first + 1).cpu();
        elements.bytes.Slice((int)(offset - (first * _size)), destination.Length).CopyTo(destination);
    }
}
