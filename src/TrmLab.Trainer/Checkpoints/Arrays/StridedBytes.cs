using TrmLab.Core;

namespace TrmLab.Trainer.Checkpoints.Arrays;

/// <summary>Row-major view of elements that lie elsewhere by strides, such as a transposed weight. Reads the span that a request touches, at once.</summary>
/// <param name="source">The storage.</param>
/// <param name="elementSize">Bytes per element.</param>
/// <param name="shape">Sizes, none of them 0.</param>
/// <param name="strides">Elements between neighbours of each axis; not negative.</param>
/// <param name="start">Element of the storage at which the view begins.</param>
/// <param name="label">File and array, for messages.</param>
internal sealed class StridedBytes(IByteSource source, int elementSize, long[] shape, long[] strides, long start, string label) : IByteSource
{
    private const long LargestSpan = 256L << 20;

    public long Length { get; } = shape.Aggregate(1L, (count, size) => count * size) * elementSize;

    public void Read(long offset, Span<byte> destination)
    {
        if (destination.Length == 0)
            return;
        var first = offset / elementSize;
        var last = (offset + destination.Length - 1) / elementSize;
        var (low, high) = Span(first, last);
        var span = (high - low + 1) * elementSize;
        if (span > LargestSpan)
            throw new InputException($"{label}: its elements lie too far apart to reorder; call .contiguous() on it before saving.");

        var storage = new byte[span];
        source.Read(low * elementSize, storage);
        var position = -(int)(offset - (first * elementSize));
        foreach (var index in Indices(first, last - first + 1))
        {
            var element = storage.AsSpan((int)(index - low) * elementSize, elementSize);
            var from = Math.Max(0, -position);
            var count = Math.Min(elementSize - from, destination.Length - position - from);
            element.Slice(from, count).CopyTo(destination[(position + from)..]);
            position += elementSize;
        }
    }

    private (long Low, long High) Span(long first, long last)
    {
        var (low, high) = (long.MaxValue, 0L);
        foreach (var index in Indices(first, last - first + 1))
            (low, high) = (Math.Min(low, index), Math.Max(high, index));
        return (low, high);
    }

    private IEnumerable<long> Indices(long first, long count)
    {
        var coordinates = new long[shape.Length];
        var index = start;
        for (var axis = shape.Length - 1; axis >= 0; axis--)
        {
            (first, coordinates[axis]) = Math.DivRem(first, shape[axis]);
            index += coordinates[axis] * strides[axis];
        }

        while (count-- > 0)
        {
            yield return index;
            for (var axis = shape.Length - 1; axis >= 0; axis--)
            {
                index += strides[axis];
                if (++coordinates[axis] < shape[axis])
                    break;
                index -= strides[axis] * shape[axis];
                coordinates[axis] = 0;
            }
        }
    }
}
