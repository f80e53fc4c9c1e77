using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TrmLab.Core.Tracing;

/// <summary>
/// The compact form of a trace, which the browser reads as it is: the eight bytes <c>TRMTRACE</c>, the format (uint32), the length of the
/// header (uint32), the header as JSON padded with spaces, then the sections in the header's order, each padded to a multiple of four
/// bytes. Numbers are little-endian.
/// </summary>
public static class TraceFile
{
    /// <summary>File name extension.</summary>
    public const string Extension = ".trace";

    private const uint Format = 1;
    private const int Prefix = 16;
    private const int MaximumHeader = 1 << 20;
    private static readonly byte[] Magic = "TRMTRACE"u8.ToArray();

    /// <summary>How headers, requests and exports are written as JSON.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        IgnoreReadOnlyProperties = true,
    };

    /// <summary>The whole file.</summary>
    public static byte[] ToBytes(RecursionTrace trace)
    {
        using var stream = new MemoryStream();
        Write(stream, trace);
        return stream.ToArray();
    }

    public static void Write(Stream stream, RecursionTrace trace)
    {
        var header = JsonSerializer.SerializeToUtf8Bytes(trace.Header, Json);
        var length = Padded(header.Length);
        Span<byte> prefix = stackalloc byte[Prefix];
        Magic.CopyTo(prefix);
        BinaryPrimitives.WriteUInt32LittleEndian(prefix[8..], Format);
        BinaryPrimitives.WriteUInt32LittleEndian(prefix[12..], (uint)length);
        stream.Write(prefix);
        stream.Write(header);
        stream.Write("    "u8[..(length - header.Length)]);
        foreach (var section in trace.Header.Sections)
        {
            stream.Write(section.Data);
            stream.Write(new byte[Padded(section.Data.Length) - section.Data.Length]);
        }
    }

    /// <summary>Reads a file of any origin; nothing in it is trusted.</summary>
    /// <param name="content">The whole file.</param>
    /// <param name="source">Where it came from, for messages.</param>
    /// <exception cref="InputException">Not a trace, of another format, or cut off.</exception>
    public static RecursionTrace Read(ReadOnlySpan<byte> content, string source)
    {
        if (content.Length < Prefix || !content.StartsWith(Magic))
            throw new InputException($"{source}: not a trace; `trmlab trace` writes them");
        var format = BinaryPrimitives.ReadUInt32LittleEndian(content[8..]);
        if (format != Format)
            throw new InputException($"{source}: a trace of format {format}; this program reads format {Format}, so trace the puzzle again");
        var length = BinaryPrimitives.ReadUInt32LittleEndian(content[12..]);
        if (length > MaximumHeader || length > content.Length - Prefix)
            throw new InputException($"{source}: the trace is cut off in its header");
        var header = ReadHeader(content.Slice(Prefix, (int)length), source);
        return new RecursionTrace(header, ReadSections(header, content[(Prefix + (int)length)..], source));
    }

    private static TraceHeader ReadHeader(ReadOnlySpan<byte> json, string source)
    {
        try
        {
            return JsonSerializer.Deserialize<TraceHeader>(json, Json) is { Cells: > 0, Vocabulary: > 0, Steps: > 0, Slots.Length: > 0, Recorded.Length: > 0 } header
                ? header
                : throw new InputException($"{source}: the trace's header lacks its sizes");
        }
        catch (JsonException e)
        {
            throw new InputException($"{source}: the trace's header cannot be read: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    private static List<TraceSection> ReadSections(TraceHeader header, ReadOnlySpan<byte> content, string source)
    {
        var sections = new List<TraceSection>();
        foreach (var section in header.Sections)
        {
            var bytes = Bytes(section, source);
            if (bytes > content.Length || sections.Any(other => other.Name == section.Name))
                throw new InputException($"{source}: the trace is cut off or damaged at '{section.Name}'");
            sections.Add(section with { Data = content[..bytes].ToArray() });
            content = content[Math.Min(content.Length, Padded(bytes))..];
        }

        return sections;
    }

    private static int Bytes(TraceSection section, string source)
    {
        try
        {
            return section is { Name: not null, Shape: not null } && section.Shape.All(size => size >= 0) ? section.Bytes : throw new OverflowException();
        }
        catch (OverflowException e)
        {
            throw new InputException($"{source}: the trace's section '{section.Name}' has an impossible shape", e);
        }
    }

    private static int Padded(int bytes) => (bytes + 3) / 4 * 4;
}
