using System.Text;

namespace TrmLab.Trainer.Checkpoints.Torch;

/// <summary>
/// Writes a zip archive forward-only, byte for byte as torch.save's archive writer does: nothing compressed, contents aligned to 64 bytes by
/// an extra field, checksum and length behind each content, no dates.
/// </summary>
internal sealed class StreamingZip(Stream stream)
{
    private const int Alignment = 64;
    private const int LocalLength = 30;
    private const ushort PaddingField = 'F' | ('B' << 8);
    private const ushort Flags = 0x0808; // UTF-8 names, lengths behind the content

    private readonly List<ZipRecord> _records = [];
    private long _position;

    /// <param name="name">Path inside the archive.</param>
    /// <param name="length">Bytes that <paramref name="write"/> will write.</param>
    /// <param name="write">Writes the content.</param>
    internal void Add(string name, long length, Action<Stream> write)
    {
        var headerAt = _position;
        var encoded = Encoding.UTF8.GetBytes(name);
        var large = length >= uint.MaxValue;
        var start = _position + LocalLength + encoded.Length + sizeof(int) + (large ? 20 : 0);
        var padding = (int)((Alignment - (start % Alignment)) % Alignment);

        var header = new ZipFields().Signature(0x04034b50).Number16(0).Number16(Flags).Number16(0).Number32(0).Number32(0)
            .Number32(large ? uint.MaxValue : 0).Number32(large ? uint.MaxValue : 0)
            .Number16(encoded.Length).Number16(sizeof(int) + padding + (large ? 20 : 0)).Bytes(encoded);
        if (large)
            header.Number16(1).Number16(16).Number64(length).Number64(length);
        Put(header.Number16(PaddingField).Number16(padding).Bytes(Enumerable.Repeat((byte)'Z', padding).ToArray()));

        using var content = new ChecksumStream(stream);
        write(content);
        if (content.Length != length)
            throw new InvalidOperationException($"{name}: {content.Length} bytes were written, {length} announced.");
        _position += length;
        Put(new ZipFields().Signature(0x08074b50).Number32(content.Crc).LengthOf(length, large).LengthOf(length, large));
        _records.Add(new ZipRecord(name, headerAt, length, content.Crc));
    }

    /// <summary>Writes the directory; nothing can be added after it.</summary>
    internal void Finish()
    {
        var directoryAt = _position;
        foreach (var record in _records)
            Put(DirectoryLine(record));
        var directoryLength = _position - directoryAt;
        var end64At = _position;
        Put(new ZipFields().Signature(0x06064b50).Number64(44).Number16(0x031e).Number16(0x2d).Number32(0).Number32(0)
            .Number64(_records.Count).Number64(_records.Count).Number64(directoryLength).Number64(directoryAt));
        Put(new ZipFields().Signature(0x07064b50).Number32(0).Number64(end64At).Number32(1));
        var count = Math.Min(_records.Count, ushort.MaxValue);
        Put(new ZipFields().Signature(0x06054b50).Number32(0).Number16(count).Number16(count)
            .Number32((uint)Math.Min(directoryLength, uint.MaxValue)).Number32((uint)Math.Min(directoryAt, uint.MaxValue)).Number16(0));
    }

    private static ZipFields DirectoryLine(ZipRecord record)
    {
        var encoded = Encoding.UTF8.GetBytes(record.Name);
        var wide = new ZipFields();
        if (record.Length >= uint.MaxValue)
            wide.Number64(record.Length).Number64(record.Length);
        if (record.Start >= uint.MaxValue)
            wide.Number64(record.Start);
        var length = (uint)Math.Min(record.Length, uint.MaxValue);
        var line = new ZipFields().Signature(0x02014b50).Number32(0).Number16(Flags).Number16(0).Number32(0).Number32(record.Crc)
            .Number32(length).Number32(length)
            .Number16(encoded.Length).Number16(wide.Length == 0 ? 0 : wide.Length + 4).Number16(0).Number32(0).Number32(0)
            .Number32((uint)Math.Min(record.Start, uint.MaxValue)).Bytes(encoded);
        return wide.Length == 0 ? line : line.Number16(1).Number16(wide.Length).Bytes(wide.ToArray());
    }

    private void Put(ZipFields fields)
    {
        stream.Write(fields.ToArray());
        _position += fields.Length;
    }
}
