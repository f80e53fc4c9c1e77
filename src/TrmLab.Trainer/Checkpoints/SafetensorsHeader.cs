using System.Text.Json;
using TrmLab.Trainer.Checkpoints.Arrays;

namespace TrmLab.Trainer.Checkpoints;

/// <summary>
/// The JSON header of a safetensors file, read token by token with every number checked: no tree is built, so a hostile header costs no
/// more memory than its own size.
/// </summary>
internal sealed class SafetensorsHeader
{
    internal const string MetadataKey = "__metadata__";
    private const int LargestRank = 32;
    private const int MostArrays = 100_000;

    internal Dictionary<string, string> Metadata { get; } = [];

    internal List<Entry> Entries { get; } = [];

    internal sealed record Entry(string Name, ElementType Type, long[] Shape, long Begin, long End);

    /// <exception cref="FormatException">Says what is wrong, without the file's name.</exception>
    internal static SafetensorsHeader Parse(ReadOnlySpan<byte> json)
    {
        var header = new SafetensorsHeader();
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 4 });
        var names = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            Expect(ref reader, JsonTokenType.StartObject);
            while (NextName(ref reader) is { } name)
            {
                if (!names.Add(name))
                    throw new FormatException($"names {InputText.Quote(name)} twice");
                if (names.Count > MostArrays)
                    throw new FormatException($"names more than {MostArrays} arrays");
                if (name == MetadataKey)
                    header.ReadMetadata(ref reader);
                else
                    header.Entries.Add(ReadEntry(ref reader, name));
            }

            if (reader.Read())
                throw new FormatException("goes on after its end");
            return header;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException("is not valid JSON", e);
        }
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartObject);
        while (NextName(ref reader) is { } key)
        {
            Expect(ref reader, JsonTokenType.String);
            Metadata[key] = reader.GetString()!;
        }
    }

    private static Entry ReadEntry(ref Utf8JsonReader reader, string name)
    {
        string? type = null;
        long[]? shape = null, offsets = null;
        Expect(ref reader, JsonTokenType.StartObject);
        while (NextName(ref reader) is { } key)
        {
            switch (key)
            {
                case "dtype" when type is null:
                    Expect(ref reader, JsonTokenType.String);
                    type = reader.GetString()!;
                    break;
                case "shape" when shape is null:
                    shape = ReadNumbers(ref reader, name);
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ReadNumbers(ref reader, name);
                    break;
                default:
                    throw new FormatException($"has an unexpected {InputText.Quote(key)} in {InputText.Quote(name)}");
            }
        }

        if (type is null || shape is null || offsets is not { Length: 2 })
            throw new FormatException($"lacks dtype, shape or data_offsets of {InputText.Quote(name)}");
        var known = Array.IndexOf(Enum.GetNames<ElementType>(), type);
        if (known < 0)
            throw new FormatException($"gives {InputText.Quote(name)} the type {InputText.Quote(type)}; known are {string.Join(", ", Enum.GetNames<ElementType>())}");
        var element = (ElementType)known;
        if (NamedArray.CountOf(shape) is not { } count || offsets[1] - offsets[0] != count * element.Size())
            throw new FormatException($"gives {InputText.Quote(name)} the shape [{string.Join(", ", shape)}], which does not fit its {offsets[1] - offsets[0]} bytes");
        return new Entry(name, element, shape, offsets[0], offsets[1]);
    }

    private static long[] ReadNumbers(ref Utf8JsonReader reader, string name)
    {
        var numbers = new List<long>();
        Expect(ref reader, JsonTokenType.StartArray);
        while (reader.Read() && reader.TokenType == JsonTokenType.Number)
        {
            if (!reader.TryGetInt64(out var number) || number < 0 || numbers.Count == LargestRank)
                throw new FormatException($"has a bad number or too many in {InputText.Quote(name)}");
            numbers.Add(number);
        }

        return reader.TokenType == JsonTokenType.EndArray ? [.. numbers] : throw new FormatException($"has something else than numbers in {InputText.Quote(name)}");
    }

    private static string? NextName(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.PropertyName => reader.GetString(),
            JsonTokenType.EndObject => null,
            _ => throw new FormatException("is not valid JSON"),
        };
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType token)
    {
        if (!reader.Read() || reader.TokenType != token)
            throw new FormatException($"has {reader.TokenType} where {token} belongs");
    }
}
