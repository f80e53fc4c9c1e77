using System.Buffers.Binary;

namespace TrmLab.Core.Interchange.TensorBoard;

/// <summary>
/// Reads TFRecord files: length (8 bytes), masked CRC of the length, data, masked CRC of the data. A record with damaged data is reported and
/// passed over; after a damaged length nothing can be found any more, so reading ends there. Memory is bounded by the largest record wanted.
/// </summary>
internal sealed class TfRecordReader(Stream stream, string source, int largest, Action<string> report)
{
    private const int HeaderSize = 12;
    private const int FooterSize = 4;

    private readonly byte[] _header = new byte[HeaderSize];
    private byte[] _data = new byte[4096];
    private long _offset;

    /// <summary>Records longer than wanted, which were passed over.</summary>
    public int TooLarge { get; private set; }

    /// <summary>Whether a record's length was intact: false for what is no TFRecord file at all.</summary>
    public bool Recognised { get; private set; }

    /// <summary>The next intact record of a size that is wanted, or null at the end.</summary>
    public TfRecord? Next()
    {
        while (true)
        {
            var start = _offset;
            var header = Read(_header);
            if (header == 0) return null;
            if (header < HeaderSize) return Stop($"The last record, at byte {start}, is cut off.");
            if (MaskedCrc.Of(_header.AsSpan(0, 8)) != BinaryPrimitives.ReadUInt32LittleEndian(_header.AsSpan(8)))
            {
                return Stop($"The record at byte {start} is damaged (checksum of its length); the rest of the file was not read.");
            }

            Recognised = true;
            var length = BinaryPrimitives.ReadUInt64LittleEndian(_header);
            if (length > (ulong)largest)
            {
                TooLarge++;
                if (!Skip(length)) return Stop($"The last record, at byte {start}, is cut off.");
                continue;
            }

            var whole = (int)length + FooterSize;
            if (_data.Length < whole) Array.Resize(ref _data, Math.Max(whole, Math.Min(2 * _data.Length, largest + FooterSize)));
            if (Read(_data.AsSpan(0, whole)) < whole) return Stop($"The last record, at byte {start}, is cut off.");
            var data = _data.AsMemory(0, (int)length);
            if (MaskedCrc.Of(data.Span) == BinaryPrimitives.ReadUInt32LittleEndian(_data.AsSpan((int)length))) return new TfRecord(start, data);
            report($"The record at byte {start} is damaged (checksum of its data) and was skipped.");
        }
    }

    private TfRecord? Stop(string problem)
    {
        report(problem);
        return null;
    }

    private bool Skip(ulong length)
    {
        if (length > long.MaxValue - FooterSize) return false;
        var left = (long)length + FooterSize;
        if (stream.CanSeek)
        {
            if (stream.Length - stream.Position < left) return false;
            stream.Position += left;
            _offset += left;
            return true;
        }

        while (left > 0)
        {
            var read = Read(_data.AsSpan(0, (int)Math.Min(left, _data.Length)));
            if (read == 0) return false;
            left -= read;
        }

        return true;
    }

    private int Read(Span<byte> destination)
    {
        try
        {
            var read = stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
            _offset += read;
            return read;
        }
        catch (IOException e)
        {
            throw new InputException($"{source}: cannot be read ({e.Message})", e);
        }
    }
}
