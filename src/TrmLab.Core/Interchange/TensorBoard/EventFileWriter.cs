using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace TrmLab.Core.Interchange.TensorBoard;

/// <summary>
/// Writes scalars as a TensorBoard event file, one event per step and time. Values become float32 (<c>simple_value</c>), which every reader
/// of such files understands; CSV and JSON lines keep all digits.
/// </summary>
public static class EventFileWriter
{
    /// <summary>A file name that TensorBoard recognises; it sorts files by it.</summary>
    /// <param name="time">Time of making.</param>
    /// <param name="host">Any word, such as the run's name.</param>
    public static string FileName(DateTimeOffset time, string host)
    {
        var word = string.Concat(host.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-'));
        return string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{time.ToUnixTimeSeconds():0000000000}.{word}");
    }

    /// <param name="stream">Written from its position on; left open.</param>
    /// <param name="series">Points whose time is unknown get time 0.</param>
    public static void Write(Stream stream, IReadOnlyList<MetricSeries> series)
    {
        var message = new ArrayBufferWriter<byte>(256);
        var firstTime = series.Where(s => s.Count > 0).Select(s => Known(s.Times[0])).DefaultIfEmpty(0).Min();
        WriteDouble(message, 1, firstTime);
        WriteBytes(message, 3, "brain.Event:2"u8);
        WriteRecord(stream, message);
        byte[][] tags = [.. series.Select(s => Encoding.UTF8.GetBytes(s.Name))];
        var value = new ArrayBufferWriter<byte>(64);
        var summary = new ArrayBufferWriter<byte>(256);
        foreach (var row in MetricRows.Of(series))
        {
            summary.Clear();
            foreach (var (index, number) in row.Values)
            {
                value.Clear();
                WriteBytes(value, 1, tags[index]);
                WriteSingle(value, 2, (float)number);
                WriteBytes(summary, 1, value.WrittenSpan);
            }

            WriteDouble(message, 1, Known(row.Time));
            WriteVarint(message, 2 << 3);
            WriteVarint(message, (ulong)row.Step);
            WriteBytes(message, 5, summary.WrittenSpan);
            WriteRecord(stream, message);
        }
    }

    private static double Known(double time) => double.IsNaN(time) ? 0 : time;

    private static void WriteRecord(Stream stream, ArrayBufferWriter<byte> message)
    {
        Span<byte> header = stackalloc byte[12];
        Span<byte> footer = stackalloc byte[4];
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)message.WrittenCount);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], MaskedCrc.Of(header[..8]));
        BinaryPrimitives.WriteUInt32LittleEndian(footer, MaskedCrc.Of(message.WrittenSpan));
        stream.Write(header);
        stream.Write(message.WrittenSpan);
        stream.Write(footer);
        message.Clear();
    }

    private static void WriteVarint(ArrayBufferWriter<byte> to, ulong value)
    {
        for (; value >= 0x80; value >>= 7) to.Write([(byte)(value | 0x80)]);
        to.Write([(byte)value]);
    }

    private static void WriteBytes(ArrayBufferWriter<byte> to, int field, ReadOnlySpan<byte> content)
    {
        WriteVarint(to, (ulong)(field << 3 | 2));
        WriteVarint(to, (ulong)content.Length);
        to.Write(content);
    }

    private static void WriteDouble(ArrayBufferWriter<byte> to, int field, double value)
    {
        WriteVarint(to, (ulong)(field << 3 | 1));
        BinaryPrimitives.WriteDoubleLittleEndian(to.GetSpan(8), value);
        to.Advance(8);
    }

    private static void WriteSingle(ArrayBufferWriter<byte> to, int field, float value)
    {
        WriteVarint(to, (ulong)(field << 3 | 5));
        BinaryPrimitives.WriteSingleLittleEndian(to.GetSpan(4), value);
        to.Advance(4);
    }
}
