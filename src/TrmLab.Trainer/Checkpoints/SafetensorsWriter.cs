using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using TrmLab.Core.Runs;
using TrmLab.Trainer.Checkpoints.Arrays;

namespace TrmLab.Trainer.Checkpoints;

/// <summary>
/// Writes safetensors. The bytes depend only on the arrays and the metadata, not on the order in which they are given: widest element type
/// first (so each array is aligned), then by name, as the format's own library does.
/// </summary>
public static class SafetensorsWriter
{
    private const int Alignment = 8;

    /// <summary>Writes to a forward-only stream; arrays are read a block at a time.</summary>
    /// <exception cref="ArgumentException">Two arrays of one name.</exception>
    public static void Write(Stream stream, IEnumerable<NamedArray> arrays, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var ordered = arrays.OrderByDescending(array => array.Type.Size()).ThenBy(array => array.Name, StringComparer.Ordinal).ToList();
        if (ordered.CountBy(array => array.Name, StringComparer.Ordinal).FirstOrDefault(name => name.Value > 1).Key is { } twice)
            throw new ArgumentException($"'{twice}' is given twice.", nameof(arrays));

        var header = Header(ordered, metadata);
        var length = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (var array in ordered)
            array.CopyTo(stream);
    }

    /// <summary>Writes a file that appears complete or not at all.</summary>
    public static FileDigest Save(string path, IEnumerable<NamedArray> arrays, IReadOnlyDictionary<string, string>? metadata = null) =>
        DurableFile.Write(path, stream => Write(stream, arrays, metadata));

    private static byte[] Header(List<NamedArray> arrays, IReadOnlyDictionary<string, string>? metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
                WriteMetadata(json, metadata);
            long position = 0;
            foreach (var array in arrays)
            {
                WriteEntry(json, array, position);
                position += array.ByteLength;
            }

            json.WriteEndObject();
        }

        while (buffer.Length % Alignment != 0)
            buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string> metadata)
    {
        json.WriteStartObject(SafetensorsHeader.MetadataKey);
        foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            json.WriteString(key, value);
        json.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter json, NamedArray array, long position)
    {
        json.WriteStartObject(array.Name);
        json.WriteString("dtype", array.Type.ToString());
        json.WriteStartArray("shape");
        foreach (var size in array.Shape)
            json.WriteNumberValue(size);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(position);
        json.WriteNumberValue(position + array.ByteLength);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
