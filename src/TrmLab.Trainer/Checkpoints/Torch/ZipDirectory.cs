using System.Buffers.Binary;
using System.Text;
using TrmLab.Trainer.Checkpoints.Arrays;

namespace TrmLab.Trainer.Checkpoints.Torch;

/// <summary>
/// The members of a zip archive as torch.save writes it: stored, never compressed, so that each is a slice of the file. (The base library's
/// archive hides where a member lies.) Compressed, encrypted, overlapping or contradictory members are refused.
/// </summary>
internal static class ZipDirectory
{
    private const int EndLength = 22;
    private const int LongestComment = ushort.MaxValue;
    private const int End64Length = 56;
    private const int Locator64Length = 20;
    private const int LocalLength = 30;
    private const int LargestDirectory = 64 << 20;
    private const uint EndSignature = 0x06054b50;
    private const uint End64Signature = 0x06064b50;
    private const uint Locator64Signature = 0x07064b50;
    private const uint LocalSignature = 0x04034b50;

    /// <exception cref="FormatException">Says what is wrong, without the file's name.</exception>
    internal static Dictionary<string, ZipRecord> Read(InputFile file)
    {
        var (position, length, count) = FindDirectory(file);
        if (position < 0 || length < 0 || length > LargestDirectory || position > file.Length - length)
            throw new FormatException("the zip archive's directory lies outside the file; it is damaged, copy it again");
        var members = new ZipMemberReader(file.Read(position, (int)length));
        var records = new Dictionary<string, ZipRecord>(StringComparer.Ordinal);
        while (members.Next() is { } member)
        {
            var record = Locate(file, member, position);
            if (!records.TryAdd(record.Name, record))
                throw new FormatException($"the zip archive holds {InputText.Quote(record.Name)} twice");
        }

        if (records.Count != count)
            throw new FormatException($"the zip archive announces {count} members and lists {records.Count}; it is damaged, copy it again");
        RefuseOverlaps(records.Values);
        return records;
    }

    private static (long Position, long Length, long Count) FindDirectory(InputFile file)
    {
        var tail = file.Read(Math.Max(0, file.Length - EndLength - LongestComment), (int)Math.Min(file.Length, EndLength + LongestComment));
        for (var at = tail.Length - EndLength; at >= 0; at--)
        {
            var end = tail.AsSpan(at);
            if (BinaryPrimitives.ReadUInt32LittleEndian(end) != EndSignature || BinaryPrimitives.ReadUInt16LittleEndian(end[20..]) != end.Length - EndLength)
                continue;
            var count = BinaryPrimitives.ReadUInt16LittleEndian(end[10..]);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(end[12..]);
            var position = BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
            return count == ushort.MaxValue || length == uint.MaxValue || position == uint.MaxValue
                ? FindDirectory64(file, file.Length - tail.Length + at)
                : (position, length, count);
        }

        throw new FormatException("a zip archive without its end; the file is cut off, copy it again");
    }

    private static (long Position, long Length, long Count) FindDirectory64(InputFile file, long end)
    {
        var locator = end >= Locator64Length ? file.Read(end - Locator64Length, Locator64Length) : [];
        var at = locator.Length > 0 && BinaryPrimitives.ReadUInt32LittleEndian(locator) == Locator64Signature
            ? BinaryPrimitives.ReadInt64LittleEndian(locator.AsSpan(8))
            : -1;
        var end64 = at >= 0 && at <= end - Locator64Length - End64Length ? file.Read(at, End64Length) : [];
        if (end64.Length == 0 || BinaryPrimitives.ReadUInt32LittleEndian(end64) != End64Signature)
            throw new FormatException("a large zip archive without its end record; it is damaged, copy it again");
        return (
            BinaryPrimitives.ReadInt64LittleEndian(end64.AsSpan(48)),
            BinaryPrimitives.ReadInt64LittleEndian(end64.AsSpan(40)),
            BinaryPrimitives.ReadInt64LittleEndian(end64.AsSpan(32)));
    }

    private static ZipRecord Locate(InputFile file, ZipMember member, long directory)
    {
        if (member.Offset < 0 || member.Length < 0 || member.Offset > directory - LocalLength)
            throw new FormatException($"the zip archive puts {InputText.Quote(member.Name)} outside the file; it is cut off or damaged");
        var local = file.Read(member.Offset, LocalLength);
        var nameLength = BinaryPrimitives.ReadUInt16LittleEndian(local.AsSpan(26));
        var start = member.Offset + LocalLength + nameLength + BinaryPrimitives.ReadUInt16LittleEndian(local.AsSpan(28));
        if (start > directory || member.Length > directory - start)
            throw new FormatException($"the zip archive puts {InputText.Quote(member.Name)} ({member.Length} bytes) outside the file; it is cut off or damaged");
        var name = file.Read(member.Offset + LocalLength, nameLength);
        if (BinaryPrimitives.ReadUInt32LittleEndian(local) != LocalSignature || Encoding.UTF8.GetString(name) != member.Name)
            throw new FormatException($"the zip archive calls {InputText.Quote(member.Name)} something else at its content; it is damaged");
        return new ZipRecord(member.Name, start, member.Length, member.Crc);
    }

    private static void RefuseOverlaps(IEnumerable<ZipRecord> records)
    {
        long end = 0;
        foreach (var record in records.OrderBy(record => record.Start).ThenBy(record => record.Length))
        {
            if (record.Start < end)
                throw new FormatException($"the zip archive's {InputText.Quote(record.Name)} overlaps another member; it is damaged");
            end = record.Start + record.Length;
        }
    }
}
