using System.Runtime.InteropServices;

namespace TrmLab.Core.Puzzles;

/// <summary>
/// Writes a <c>.npy</c> array row by row. The number of rows need not be known: <see cref="Complete"/> puts it into the header,
/// and a file that was not completed says that it has no rows.
/// </summary>
public sealed class NpyWriter : IDisposable
{
    private readonly FileStream _stream;
    private readonly NpyType _type;
    private readonly int? _rowLength;
    private long _bytes;

    /// <param name="path">File to create; an existing one is replaced.</param>
    /// <param name="type">Element type.</param>
    /// <param name="rowLength">Length of a row; null writes a vector.</param>
    public NpyWriter(string path, NpyType type, int? rowLength = null)
    {
        _stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1 << 17);
        _type = type;
        _rowLength = rowLength;
        _stream.Write(Header(0));
    }

    /// <summary>Appends raw elements in C order.</summary>
    public void Append<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(values);
        _stream.Write(bytes);
        _bytes += bytes.Length;
    }

    /// <summary>Writes the final header and flushes to disk.</summary>
    public void Complete()
    {
        int rowBytes = (_rowLength ?? 1) * _type.Size();
        if (_bytes % rowBytes != 0)
        {
            throw new InvalidOperationException($"{_bytes} bytes are not a whole number of rows of {rowBytes} bytes.");
        }

        _stream.Position = 0;
        _stream.Write(Header(_bytes / rowBytes));
        _stream.Flush(flushToDisk: true);
    }

    public void Dispose() => _stream.Dispose();

    /// <summary>Writes a whole vector.</summary>
    public static void WriteVector<T>(string path, NpyType type, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        using var writer = new NpyWriter(path, type);
        writer.Append(values);
        writer.Complete();
    }

    private byte[] Header(long rows) => NpyHeader.Format(_type, _rowLength is { } length ? [rows, length] : [rows]);
}
