namespace TrmLab.Trainer.Checkpoints.Arrays;

/// <summary>A slice of an open file.</summary>
internal sealed class FileBytes(InputFile file, long start, long length) : IByteSource
{
    public long Length => length;

    public void Read(long offset, Span<byte> destination) => file.Read(start + offset, destination);
}
