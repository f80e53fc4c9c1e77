using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace TrmLab.Core.Puzzles;

/// <summary>
/// A <c>.npy</c> array on disk: nothing is loaded until it is read, so a data set of many gigabytes costs no memory of its own. Read by
/// calls and not by a memory map: a file that another program cuts short is then an error message, under a map it kills the process.
/// Reading is thread-safe; disposing while reading is not. Every integer type reads alike.
/// </summary>
public sealed class NpyArray : IDisposable
{
    private const int ChunkBytes = 64 * 1024;

    private readonly SafeFileHandle _file;
    private readonly int _size;

    private NpyArray(string path, NpyHeader header, SafeFileHandle file)
    {
        Path = path;
        Header = header;
        _file = file;
        _size = header.Type.Size();
        Count = header.Count;
        RowCount = header.Shape.Count == 0 ? 1 : header.Shape[0];
        RowLength = header.Shape.Count < 2 ? 1 : (int)header.Shape.Skip(1).Aggregate(1L, (product, size) => checked(product * size));
    }

    public string Path { get; }

    public NpyHeader Header { get; }

    /// <summary>Number of elements.</summary>
    public long Count { get; }

    /// <summary>First dimension.</summary>
    public long RowCount { get; }

    /// <summary>Product of the other dimensions; 1 for a vector.</summary>
    public int RowLength { get; }

    /// <exception cref="InputException">The file is missing, not a readable .npy file, or shorter than its header says.</exception>
    public static NpyArray Open(string path)
    {
        SafeFileHandle? file = null;
        try
        {
            NpyHeader header;
            using (FileStream stream = File.OpenRead(path))
            {
                header = NpyHeader.Read(stream, path);
            }

            file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            long length = RandomAccess.GetLength(file);
            long bytes = checked(header.DataOffset + (header.Count * header.Type.Size()));
            return length < bytes
                ? throw new InputException($"{path}: the file has {length} bytes where its header asks for {bytes}; it is cut off.")
                : new NpyArray(path, header, file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or OverflowException)
        {
            file?.Dispose();
            throw new InputException($"{path}: cannot be read ({error.Message})", error);
        }
        catch
        {
            file?.Dispose();
            throw;
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
            CopyTo(index, new Span<long>(ref value));
            return value;
        }
    }

    /// <summary>Copies one row as 32-bit integers.</summary>
    /// <exception cref="InputException">A value does not fit, or the file was cut off.</exception>
    public void CopyRow(long row, Span<int> destination)
    {
        if ((ulong)row >= (ulong)RowCount)
        {
            throw new ArgumentOutOfRangeException(nameof(row), row, $"{Path} has {RowCount} rows.");
        }

        if (destination.Length != RowLength)
        {
            throw new ArgumentException($"A row has {RowLength} values, the destination {destination.Length}.", nameof(destination));
        }

        switch (Header.Type)
        {
            case NpyType.UInt8:
                using (Rented<byte> bytes = new(RowLength))
                {
                    ReadBytes(row * RowLength, bytes.Span);
                    for (int i = 0; i < destination.Length; i++)
                    {
                        destination[i] = bytes.Span[i];
                    }
                }

                break;
            case NpyType.Int32:
                ReadBytes(row * RowLength, MemoryMarshal.AsBytes(destination));
                break;
            default:
                using (Rented<long> values = new(RowLength))
                {
                    CopyTo(row * RowLength, values.Span);
                    Narrow(values.Span, destination, row * RowLength);
                }

                break;
        }
    }

    /// <summary>Copies <paramref name="destination"/>.Length elements from element <paramref name="start"/> on, of an integer array.</summary>
    public void CopyTo(long start, Span<long> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start + destination.Length, Count, nameof(destination));
        using Rented<byte> chunk = new(Math.Min(ChunkBytes, destination.Length * _size));
        while (destination.Length > 0)
        {
            int count = Math.Min(destination.Length, ChunkBytes / _size);
            ReadBytes(start, chunk.Span[..(count * _size)]);
            ReadIntegers(chunk.Span[..(count * _size)], destination[..count]);
            start += count;
            destination = destination[count..];
        }
    }

    /// <summary>All elements of a float32 array.</summary>
    public float[] ToSingles()
    {
        if (Header.Type != NpyType.Float32)
        {
            throw new InputException($"{Path}: float32 values are expected, the file holds {Header.Type.Descriptor()}.");
        }

        float[] values = new float[checked((int)Count)];
        ReadBytes(0, MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    /// <summary>All elements of an integer array.</summary>
    /// <exception cref="InputException">A value does not fit into 32 bits.</exception>
    public int[] ToInt32s()
    {
        int[] values = new int[checked((int)Count)];
        using Rented<long> chunk = new(Math.Min(ChunkBytes, values.Length));
        for (int start = 0; start < values.Length; start += ChunkBytes)
        {
            Span<int> part = values.AsSpan(start, Math.Min(ChunkBytes, values.Length - start));
            CopyTo(start, chunk.Span[..part.Length]);
            Narrow(chunk.Span[..part.Length], part, start);
        }

        return values;
    }

    public void Dispose() => _file.Dispose();

    private void Narrow(Span<long> values, Span<int> destination, long first)
    {
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = (int)values[i] == values[i]
                ? (int)values[i]
                : throw new InputException($"{Path}: the value {values[i]} at index {first + i} is out of range.");
        }
    }

    private void ReadIntegers(Span<byte> source, Span<long> destination)
    {
        for (int i = 0; i < destination.Length; i++)
        {
            Span<byte> element = source.Slice(i * _size, _size);
            destination[i] = Header.Type switch
            {
                NpyType.UInt8 => element[0],
                NpyType.Int8 => (sbyte)element[0],
                NpyType.UInt16 => MemoryMarshal.Read<ushort>(element),
                NpyType.Int16 => MemoryMarshal.Read<short>(element),
                NpyType.UInt32 => MemoryMarshal.Read<uint>(element),
                NpyType.Int32 => MemoryMarshal.Read<int>(element),
                NpyType.Int64 => MemoryMarshal.Read<long>(element),
                NpyType.UInt64 when MemoryMarshal.Read<ulong>(element) <= long.MaxValue => MemoryMarshal.Read<long>(element),
                NpyType.UInt64 => throw new InputException($"{Path}: the value {MemoryMarshal.Read<ulong>(element)} is out of range."),
                _ => throw new InputException($"{Path}: integers are expected, the file holds {Header.Type.Descriptor()}."),
            };
        }
    }

    private void ReadBytes(long firstElement, Span<byte> destination)
    {
        long offset = Header.DataOffset + (firstElement * _size);
        try
        {
            while (destination.Length > 0)
            {
                int read = RandomAccess.Read(_file, destination, offset);
                if (read == 0)
                {
                    throw new InputException($"{Path}: the file ends at byte {offset}; it was cut short after it was opened. Do not change a data set that is in use.");
                }

                offset += read;
                destination = destination[read..];
            }
        }
        catch (IOException error)
        {
            throw new InputException($"{Path}: cannot be read ({error.Message})", error);
        }
    }

    private readonly ref struct Rented<T>(int length)
    {
        private readonly T[] _array = ArrayPool<T>.Shared.Rent(length);

        public Span<T> Span => _array.AsSpan(0, length);

        public void Dispose() => ArrayPool<T>.Shared.Return(_array);
    }
}
