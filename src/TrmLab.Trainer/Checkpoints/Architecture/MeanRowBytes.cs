using System.Runtime.InteropServices;
using TrmLab.Trainer.Checkpoints.Arrays;

namespace TrmLab.Trainer.Checkpoints.Architecture;

/// <summary>A puzzle embedding for other puzzles: every row is the mean row of the one that was trained, as the reference fills it.</summary>
internal sealed class MeanRowBytes : IByteSource
{
    private readonly byte[] _row;

    /// <param name="table">[rows, width], any floating-point type; read a few rows at a time.</param>
    /// <param name="rows">Rows of the new table.</param>
    private MeanRowBytes(NamedArray table, long rows)
    {
        var (count, width) = (table.Shape[0], (int)table.Shape[1]);
        var sums = new double[width];
        var block = new float[width * Math.Min(count, 1024)];
        for (long first = 0; first < count; first += 1024)
        {
            var part = block.AsSpan(0, (int)Math.Min(1024, count - first) * width);
            table.ReadSingles(first * width, part);
            for (var i = 0; i < part.Length; i++)
                sums[i % width] += part[i];
        }

        _row = MemoryMarshal.AsBytes(Array.ConvertAll(sums, sum => (float)(sum / count)).AsSpan()).ToArray();
        Length = rows * _row.Length;
    }

    public long Length { get; }

    /// <summary>A float32 table of <paramref name="rows"/> mean rows.</summary>
    internal static NamedArray Fill(NamedArray table, int rows) =>
        new(table.Name, ElementType.F32, [rows, table.Shape[1]], new MeanRowBytes(table, rows));

    public void Read(long offset, Span<byte> destination)
    {
        while (destination.Length > 0)
        {
            var start = (int)(offset % _row.Length);
            var count = Math.Min(_row.Length - start, destination.Length);
            _row.AsSpan(start, count).CopyTo(destination);
            destination = destination[count..];
            offset += count;
        }
    }
}
