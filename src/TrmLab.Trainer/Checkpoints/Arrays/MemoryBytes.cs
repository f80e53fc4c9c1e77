namespace TrmLab.Trainer.Checkpoints.Arrays;

/// <summary>Bytes held in memory.</summary>
internal sealed class MemoryBytes(ReadOnlyMemory<byte> bytes) : IByteSource
{
    public long Length => bytes.Length;

    public void Read(long offset, Span<byte> destination) => bytes.Span.Slice((int)offset, destination.Length).CopyTo(destination);
}
