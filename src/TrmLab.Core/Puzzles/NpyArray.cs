using System.IO.MemoryMappedFiles;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TrmLab.Core.Puzzles;

/// <summary>
/// A memory-mapped <c>.npy</c> array: nothing is loaded until it is read, so a data set of many gigabytes costs no memory of its own.
/// Reading is thread-safe; disposing while reading is not. Every integer type reads alike.
/// </summary>
public sealed unsafe class NpyArray : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _data;
    private readonly int _size;
    private bool _disposed;

    private NpyArray(string path, NpyHeader header, long bytes)
    {
        Path = path;
        Header = header;
        _size = header.Type.Size();
        Count = header.Count;
        RowCount = header.Shape.Count == 0 ? 1 : header.Shape[0];
        RowLength = header.Shape.Count < 2 ? 1 : (int)header.Shape.Skip(1).Aggregate(1L, (product, size) => checked(product * size));
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        _view = _file.CreateViewAccessor(0, bytes, MemoryMappedFileAccess.Read);
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _data = start + _view.PointerOffset + header.DataOffset;
    }

    public string Path { get; }

    public NpyHeader Header { get; }

    /// <summary>Number of elements.</summary>
    public long Count { get; }

    /// <summary>First dimension.</summary>
    public long RowCount { get; }

    /// <summary>Product of the other dimensions; 1 for a vector.</summary>
    public int RowLength { get; }

    private ReadOnlySpan<byte> Row(long row) =>
        (ulong)row < (ulong)RowCount
            ? new ReadOnlySpan<byte>(_data + (row * RowLength * _size), RowLength * _size)
            : throw new ArgumentOutOfRangeException(nameof(row), row, $"{Path} has {RowCount} rows.");

    /// <exception cref="InputException">The file is missing, not a readable .npy file, or shorter than its header says.</exception>
    public static NpyArray Open(string path)
    {
        try
        {
            NpyHeader header;
            long length;
            using (FileStream stream = File.OpenRead(path))
            {
                length = stream.Length;
                header = NpyHeader.Read(stream, path);
            }

            long bytes = checked(header.DataOffset + (header.Count * header.Type.Size()));
            return length < bytes
                ? throw new InputException($"{path}: the file has {length} bytes where its header asks for {bytes}; it is cut off.")
                : new NpyArray(path, header, bytes);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or OverflowException)
        {
            throw new InputException($"{path}: cannot be read ({error.Message})", error);
        }
    }

    /// <summary>Element <paramref name="index"/> in C order, of an integer array.</summary>
    public long this[long index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            long value = 0;
            ReadIntegers(_data + (index * _size), new Span<long>(ref value));
            return value;
        }
    }

    /// <summary>Copies one row as 32-bit integers.</summary>
    /// <exception cref="InputException">A value does not fit.</exception>
    public void CopyRow(long row, Span<int> destination)
    {
        ReadOnlySpan<byte> source = Row(row);
        if (destination.Length != RowLength)
        {
            throw new ArgumentException($"A row has {RowLength} values, the destination {destination.Length}.", nameof(destination));
        }

        switch (Header.Type)
        {
            case NpyType.UInt8:
                for (int i = 0; i < destination.Length; i++)
                {
                    destination[i] = source[i];
                }

                break;
            case NpyType.Int32:
                MemoryMarshal.Cast<byte, int>(source).CopyTo(destination);
                break;
            default:
                Span<long> values = RowLength <= 1024 ? stackalloc long[RowLength] : new long[RowLength];
                fixed (byte* start = source)
                {
                    ReadIntegers(start, values);
                }

                for (int i = 0; i < values.Length; i++)
                {
                    destination[i] = (int)values[i] == values[i]
                        ? (int)values[i]
                        : throw new InputException($"{Path}: the value {values[i]} in row {row} is out of range.");
                }

                break;
        }
    }

    /// <summary>Copies <paramref name="destination"/>.Length elements from element <paramref name="start"/> on, of an integer array.</summary>
    public void CopyTo(long start, Span<long> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start + destination.Length, Count, nameof(destination));
        ReadIntegers(_data + (start * _size), destination);
    }

    /// <summary>All elements of a float32 array.</summary>
    public float[] ToSingles()
    {
        if (Header.Type != NpyType.Float32)
        {
            throw new InputException($"{Path}: float32 values are expected, the file holds {Header.Type.Descriptor()}.");
        }

        return new ReadOnlySpan<float>(_data, checked((int)Count)).ToArray();
    }

    /// <summary>All elements of an integer array.</summary>
    /// <exception cref="InputException">A value does not fit into 32 bits.</exception>
    public int[] ToInt32s()
    {
        int[] values = new int[checked((int)Count)];
        for (int i = 0; i < values.Length; i++)
        {
            long value = this[i];
            values[i] = (int)value == value ? (int)value : throw new InputException($"{Path}: the value {value} at index {i} is out of range.");
        }

        return values;
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    private void ReadIntegers(byte* source, Span<long> destination)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        for (int i = 0; i < destination.Length; i++, source += _size)
        {
            destination[i] = Header.Type switch
            {
                NpyType.UInt8 => *source,
                NpyType.Int8 => (sbyte)*source,
                NpyType.UInt16 => Unsafe.ReadUnaligned<ushort>(source),
                NpyType.Int16 => Unsafe.ReadUnaligned<short>(source),
                NpyType.UInt32 => Unsafe.ReadUnaligned<uint>(source),
                NpyType.Int32 => Unsafe.ReadUnaligned<int>(source),
                NpyType.Int64 => Unsafe.ReadUnaligned<long>(source),
                NpyType.UInt64 when Unsafe.ReadUnaligned<ulong>(source) <= long.MaxValue => Unsafe.ReadUnaligned<long>(source),
                NpyType.UInt64 => throw new InputException($"{Path}: the value {Unsafe.ReadUnaligned<ulong>(source)} is out of range."),
                _ => throw new InputException($"{Path}: integers are expected, the file holds {Header.Type.Descriptor()}."),
            };
        }
    }
}
