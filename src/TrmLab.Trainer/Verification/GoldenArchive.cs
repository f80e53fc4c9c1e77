using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;
using TrmLab.Core;
using TrmLab.Core.Puzzles;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Verification;

/// <summary>A zip of <c>.npy</c> arrays with a <c>manifest.json</c> that says what they are; the folder of an array is its stage.</summary>
public sealed class GoldenArchive : IDisposable
{
    private const string Extension = ".npy";
    private readonly ZipArchive _zip;
    private readonly JsonDocument _manifest;

    private GoldenArchive(string path, ZipArchive zip, JsonDocument manifest)
    {
        (Path, _zip, _manifest) = (path, zip, manifest);
        Arrays = [.. zip.Entries.Select(entry => entry.FullName).Where(name => name.EndsWith(Extension, StringComparison.Ordinal)).Select(name => name[..^Extension.Length])];
    }

    /// <summary>Where it was read from; for messages only.</summary>
    public string Path { get; }

    /// <summary>The root of manifest.json.</summary>
    public JsonElement Manifest => _manifest.RootElement;

    /// <summary>Names of all arrays, without ".npy", in the archive's order.</summary>
    public IReadOnlyList<string> Arrays { get; }

    /// <exception cref="InputException">No zip, or no readable manifest in it.</exception>
    public static GoldenArchive Open(string path)
    {
        ZipArchive? zip = null;
        try
        {
            zip = ZipFile.OpenRead(path);
            using var stream = zip.GetEntry("manifest.json")?.Open()
                ?? throw new InputException($"{path}: there is no manifest.json in the archive; is it an archive of golden numbers?");
            var manifest = JsonDocument.Parse(stream);
            if (manifest.RootElement.ValueKind == JsonValueKind.Object)
                return new GoldenArchive(path, zip, manifest);
            throw new InputException($"{path}: manifest.json must be a JSON object");
        }
        catch (Exception error)
        {
            zip?.Dispose();
            if (error is InvalidDataException or IOException or UnauthorizedAccessException or JsonException)
                throw new InputException($"{path}: cannot be read as an archive of golden numbers: {error.Message}", error);
            throw;
        }
    }

    /// <summary>Names of the arrays of a stage, without its folder.</summary>
    public IReadOnlyList<string> Stage(string stage) =>
        [.. Arrays.Where(name => name.StartsWith(stage + "/", StringComparison.Ordinal)).Select(name => name[(stage.Length + 1)..])];

    /// <summary>Whether the archive has the array.</summary>
    public bool Has(string name) => _zip.GetEntry(name + Extension) is not null;

    /// <summary>Whether the archive has the file.</summary>
    public bool HasJson(string entry) => _zip.GetEntry(entry) is not null;

    /// <summary>A JSON file of the archive.</summary>
    public JsonDocument Json(string entry)
    {
        using var stream = _zip.GetEntry(entry)?.Open() ?? throw new InputException($"{Path}: {entry} is missing in the archive");
        return JsonDocument.Parse(stream);
    }

    /// <summary>Unpacks all files into a directory.</summary>
    public void ExtractTo(string directory) => _zip.ExtractToDirectory(directory);

    /// <summary>An array with its own shape on the CPU: float32 and float64 as they are, integers as int64.</summary>
    public Tensor Tensor(string name)
    {
        var (header, bytes) = Read(name);
        long[] shape = [.. header.Shape];
        return header.Type switch
        {
            NpyType.Float32 => tensor(MemoryMarshal.Cast<byte, float>(bytes).ToArray(), ScalarType.Float32).reshape(shape).clone(),
            NpyType.Float64 => tensor(MemoryMarshal.Cast<byte, double>(bytes).ToArray(), ScalarType.Float64).reshape(shape).clone(),
            _ => tensor(Integers(name, header, bytes), ScalarType.Int64).reshape(shape).clone(),
        };
    }

    /// <summary>An integer array's values and shape.</summary>
    public (int[] Values, long[] Shape) Integers(string name)
    {
        var (header, bytes) = Read(name);
        return ([.. Integers(name, header, bytes).Select(value => checked((int)value))], [.. header.Shape]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _zip.Dispose();
        _manifest.Dispose();
    }

    private long[] Integers(string name, NpyHeader header, byte[] bytes) => header.Type switch
    {
        NpyType.UInt8 => [.. bytes.Select(value => (long)value)],
        NpyType.Int32 => [.. MemoryMarshal.Cast<byte, int>(bytes).ToArray().Select(value => (long)value)],
        NpyType.Int64 => MemoryMarshal.Cast<byte, long>(bytes).ToArray(),
        _ => throw new InputException($"{Path}: {name}{Extension} has the type {header.Type}; int32, int64, uint8, float32 and float64 are read here"),
    };

    private (NpyHeader Header, byte[] Bytes) Read(string name)
    {
        var source = $"{Path}: {name}{Extension}";
        try
        {
            using var stream = _zip.GetEntry(name + Extension)?.Open() ?? throw new InputException($"{source} is missing in the archive");
            var header = NpyHeader.Read(stream, source);
            using var content = new MemoryStream();
            stream.CopyTo(content);
            var expected = checked(header.Count * header.Type.Size());
            return content.Length == expected
                ? (header, content.ToArray())
                : throw new InputException($"{source} has {content.Length} bytes of values where its shape needs {expected}");
        }
        catch (Exception error) when (error is InvalidDataException or IOException or OverflowException)
        {
            throw new InputException($"{source} cannot be read: {error.Message}", error);
        }
    }
}
