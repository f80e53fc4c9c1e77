using System.Buffers.Binary;
using TrmLab.Core;
using TrmLab.Trainer.Checkpoints.Arrays;

namespace TrmLab.Trainer.Checkpoints;

/// <summary>
/// A safetensors file open for reading: 8 bytes header length, JSON header, then the arrays without gaps. Nothing of the arrays is read
/// before it is asked for; offsets that overlap, leave gaps or leave the file are refused.
/// </summary>
public sealed class SafetensorsFile : IWeightsFile
{
    private const int LargestHeader = 100_000_000; // the format's own limit
    private const int LengthBytes = sizeof(ulong);

    private readonly InputFile _file;
    private readonly Dictionary<string, NamedArray> _byName;

    private SafetensorsFile(InputFile file, IReadOnlyList<NamedArray> arrays, IReadOnlyDictionary<string, string> metadata)
    {
        _file = file;
        Arrays = arrays;
        Metadata = metadata;
        _byName = arrays.ToDictionary(array => array.Name, StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public IReadOnlyList<NamedArray> Arrays { get; }

    /// <summary>The file's <c>__metadata__</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Notes => [];

    /// <summary>An array that must be there.</summary>
    /// <exception cref="InputException">It is not.</exception>
    public NamedArray this[string name] =>
        _byName.GetValueOrDefault(name) ?? throw new InputException($"{_file.Path}: holds no array '{name}'.");

    /// <summary>True if the file holds an array of this name.</summary>
    public bool Contains(string name) => _byName.ContainsKey(name);

    /// <exception cref="InputException">No such file, or not a well-formed safetensors file.</exception>
    public static SafetensorsFile Open(string path)
    {
        var file = InputFile.Open(path);
        try
        {
            return Open(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    internal static SafetensorsFile Open(InputFile file)
    {
        var headerLength = file.Length < LengthBytes ? 0 : BinaryPrimitives.ReadUInt64LittleEndian(file.Read(0, LengthBytes));
        if (headerLength is 0 or > LargestHeader || (long)headerLength > file.Length - LengthBytes)
            throw new InputException($"{file.Path}: not a safetensors file, or cut off (header length {headerLength} in a file of {file.Length} bytes).");
        try
        {
            var header = SafetensorsHeader.Parse(file.Read(LengthBytes, (int)headerLength));
            var start = LengthBytes + (long)headerLength;
            CheckLayout(header.Entries, file.Length - start);
            var arrays = header.Entries
                .Select(entry => new NamedArray(entry.Name, entry.Type, entry.Shape, new FileBytes(file, start + entry.Begin, entry.End - entry.Begin)))
                .ToList();
            return new SafetensorsFile(file, arrays, header.Metadata);
        }
        catch (FormatException e)
        {
            throw new InputException($"{file.Path}: the safetensors header {e.Message}.", e);
        }
    }

    public void Dispose() => _file.Dispose();

    private static void CheckLayout(List<SafetensorsHeader.Entry> entries, long dataLength)
    {
        long position = 0;
        foreach (var entry in entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            if (entry.Begin != position)
                throw new FormatException($"puts {InputText.Quote(entry.Name)} at byte {entry.Begin}, where {position} is next: arrays overlap or leave a gap");
            position = entry.End;
        }

        if (position != dataLength)
            throw new FormatException($"describes {position} bytes of arrays, the file holds {dataLength}; it is cut off or has something behind its end");
    }
}
