using TrmLab.Core;

namespace TrmLab.Trainer.Checkpoints.Arrays;

/// <summary>An array's bytes in row-major order, read where and when they are needed, so that a table of gigabytes needs no copy in memory.</summary>
public interface IByteSource
{
    /// <summary>Bytes in all.</summary>
    long Length { get; }

    /// <summary>Fills <paramref name="destination"/> from byte <paramref name="offset"/> on; both lie inside <see cref="Length"/>.</summary>
    /// <exception cref="InputException">The file behind it ends early or cannot be read.</exception>
    void Read(long offset, Span<byte> destination);
}
