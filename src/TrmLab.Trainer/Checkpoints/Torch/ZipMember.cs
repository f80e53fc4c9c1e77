using System.Buffers.Binary;
using System.Text;
using TrmLab.Trainer.Checkpoints.Arrays;

namespace TrmLab.Trainer.Checkpoints.Torch;

/// <summary>A line of a zip archive's central directory.</summary>
internal sealed record ZipMember(string Name, long Length, long Offset, uint Crc);

/// <summary>Reads a central directory's lines in order.</summary>
internal sealed class ZipMemberReader(byte[] directory)
{
    private const int FixedLength = 46;
    private const uint Signature = 0x02014b50;
    private const ushort Zip64Field = 1;
    private const int Encrypted = 1;
    private const int LongestName = 1024;

    private int _position;

    internal ZipMember? Next()
    {
        if (_position == directory.Length)
            return null;
        var line = directory.AsSpan(_position);
        if (line.Length < FixedLength || BinaryPrimitives.ReadUInt32LittleEndian(line) != Signature)
            throw new FormatException("the zip archive's directory is garbled; it is damaged, copy it again");

        var nameLength = BinaryPrimitives.ReadUInt16LittleEndian(line[28..]);
        var extraLength = BinaryPrimitives.ReadUInt16LittleEndian(line[30..]);
        var total = FixedLength + nameLength + extraLength + BinaryPrimitives.ReadUInt16LittleEndian(line[32..]);
        if (line.Length < total || nameLength > LongestName)
            throw new FormatException("the zip archive's directory is garbled; it is damaged, copy it again");
        _position += total;

        var name = Encoding.UTF8.GetString(line.Slice(FixedLength, nameLength));
        var compression = BinaryPrimitives.ReadUInt16LittleEndian(line[10..]);
        if (compression != 0)
            throw new FormatException($"{InputText.Quote(name)} is compressed; torch.save stores it as it is, so this archive was packed by another program: unpack it and use the inner file");
        if ((BinaryPrimitives.ReadUInt16LittleEndian(line[8..]) & Encrypted) != 0)
            throw new FormatException($"{InputText.Quote(name)} is encrypted");

        long packed = BinaryPrimitives.ReadUInt32LittleEndian(line[20..]);
        long length = BinaryPrimitives.ReadUInt32LittleEndian(line[24..]);
        long offset = BinaryPrimitives.ReadUInt32LittleEndian(line[42..]);
        ReadZip64(line.Slice(FixedLength + nameLength, extraLength), ref length, ref packed, ref offset);
        return packed == length
            ? new ZipMember(name, length, offset, BinaryPrimitives.ReadUInt32LittleEndian(line[16..]))
            : throw new FormatException($"{InputText.Quote(name)} has two lengths; it is damaged");
    }

    private static void ReadZip64(ReadOnlySpan<byte> extra, ref long length, ref long packed, ref long offset)
    {
        while (extra.Length >= 4)
        {
            var fieldLength = BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]);
            if (extra.Length < 4 + fieldLength)
                return;
            if (BinaryPrimitives.ReadUInt16LittleEndian(extra) == Zip64Field)
            {
                var field = extra.Slice(4, fieldLength);
                Widen(ref field, ref length);
                Widen(ref field, ref packed);
                Widen(ref field, ref offset);
                return;
            }

            extra = extra[(4 + fieldLength)..];
        }
    }

    private static void Widen(ref ReadOnlySpan<byte> field, ref long value)
    {
        if (value != uint.MaxValue || field.Length < sizeof(long))
            return;
        value = BinaryPrimitives.ReadInt64LittleEndian(field);
        field = field[sizeof(long)..];
    }
}
