using System.Text.Json;

namespace TrmLab.Core.Fetching;

/// <summary>
/// A file under way, <c>NAME.part</c>, with a note of what it is a part of: a download goes on only where the server still has the same content.
/// </summary>
internal sealed class PartialFile(string path)
{
    private readonly string _note = path + ".part.json";

    /// <summary>Path of the part.</summary>
    internal string PartPath { get; } = path + ".part";

    internal long Length => File.Exists(PartPath) ? new FileInfo(PartPath).Length : 0;

    /// <summary>What the server called this content when the part was begun: an entity tag or a date; null when it gave none or the part is of another source.</summary>
    internal string? ValidatorFor(string source)
    {
        try
        {
            return File.Exists(_note) && JsonSerializer.Deserialize<Note>(File.ReadAllBytes(_note)) is { } note && note.Source == source ? note.Validator : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Begins anew.</summary>
    internal void Restart(string source, string? validator)
    {
        File.Delete(PartPath);
        File.WriteAllText(_note, JsonSerializer.Serialize(new Note(source, validator)));
    }

    internal void Remove()
    {
        File.Delete(PartPath);
        File.Delete(_note);
    }

    /// <summary>Gives the finished part its name.</summary>
    internal void Complete()
    {
        File.Move(PartPath, path, overwrite: true);
        File.Delete(_note);
    }

    private sealed record Note(string Source, string? Validator);
}
