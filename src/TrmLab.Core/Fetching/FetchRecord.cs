using System.Text.Json;
using System.Text.Json.Serialization;

namespace TrmLab.Core.Fetching;

/// <summary>Where a file came from and what it was.</summary>
public sealed record FetchedFile(
    [property: JsonPropertyName("dataset")] string Dataset,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("source")] string Source,
    [property: JsonPropertyName("bytes")] long Bytes,
    [property: JsonPropertyName("sha256")] string Sha256,
    [property: JsonPropertyName("fetched_at")] DateTimeOffset FetchedAt);

/// <summary><c>fetch.json</c> beside fetched files: what a score was measured on can be traced to the bytes that were received.</summary>
public sealed record FetchRecord([property: JsonPropertyName("files")] IReadOnlyList<FetchedFile> Files)
{
    public const string FileName = "fetch.json";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The record of a folder; empty where nothing was fetched yet.</summary>
    public static FetchRecord Load(string directory)
    {
        string path = Path.Combine(directory, FileName);
        if (!File.Exists(path))
            return new FetchRecord([]);
        try
        {
            return JsonSerializer.Deserialize<FetchRecord>(File.ReadAllBytes(path)) is { Files: not null } record
                ? record
                : throw new InputException($"{path}: holds no list of files; remove it.");
        }
        catch (JsonException e)
        {
            throw new InputException($"{path}: no valid JSON ({e.Message}); remove it.", e);
        }
    }

    /// <summary>The entry of a file, or null.</summary>
    public FetchedFile? Find(string name) => Files.FirstOrDefault(file => file.Name == name);

    /// <summary>The record with a file added or replaced.</summary>
    public FetchRecord With(FetchedFile file) => new([.. Files.Where(other => other.Name != file.Name), file]);

    internal void Save(string directory)
    {
        string path = Path.Combine(directory, FileName);
        File.WriteAllText(path + ".tmp", JsonSerializer.Serialize(this, Indented));
        File.Move(path + ".tmp", path, overwrite: true);
    }
}
