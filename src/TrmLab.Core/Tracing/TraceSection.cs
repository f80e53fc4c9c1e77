using System.Runtime.InteropServices;
using System.Text.Json.Serialization;

namespace TrmLab.Core.Tracing;

/// <summary>Element type of a section.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TraceElement>))]
public enum TraceElement
{
    /// <summary>Unsigned byte.</summary>
    [JsonStringEnumMemberName("u8")] Byte,

    /// <summary>Signed 16-bit integer, little-endian.</summary>
    [JsonStringEnumMemberName("i16")] Int16,

    /// <summary>32-bit floating point, little-endian.</summary>
    [JsonStringEnumMemberName("f32")] Single,
}

/// <summary>One named array of a trace, row-major.</summary>
public sealed record TraceSection(string Name, TraceElement Type, IReadOnlyList<int> Shape)
{
    /// <summary>The elements as they stand in the file.</summary>
    [JsonIgnore] public byte[] Data { get; init; } = [];

    /// <summary>Elements.</summary>
    [JsonIgnore] public int Count => Shape.Aggregate(1, (product, size) => checked(product * size));

    /// <summary>Bytes in the file, without padding.</summary>
    [JsonIgnore] public int Bytes => checked(Count * Type switch { TraceElement.Byte => 1, TraceElement.Int16 => 2, _ => 4 });

    /// <summary>The elements of a 16-bit section.</summary>
    [JsonIgnore] public ReadOnlySpan<short> Int16s => MemoryMarshal.Cast<byte, short>(Data);

    /// <summary>The elements of a floating-point section.</summary>
    [JsonIgnore] public ReadOnlySpan<float> Singles => MemoryMarshal.Cast<byte, float>(Data);

    public static TraceSection Of(string name, byte[] values, params int[] shape) => new TraceSection(name, TraceElement.Byte, shape) { Data = values }.Checked();

    public static TraceSection Of(string name, short[] values, params int[] shape) =>
        new TraceSection(name, TraceElement.Int16, shape) { Data = MemoryMarshal.AsBytes<short>(values).ToArray() }.Checked();

    public static TraceSection Of(string name, float[] values, params int[] shape) =>
        new TraceSection(name, TraceElement.Single, shape) { Data = MemoryMarshal.AsBytes<float>(values).ToArray() }.Checked();

    private TraceSection Checked() => Data.Length == Bytes ? this : throw new ArgumentException($"{Name}: {Data.Length} bytes do not fill [{string.Join(", ", Shape)}].");
}
