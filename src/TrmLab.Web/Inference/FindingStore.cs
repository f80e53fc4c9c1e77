using System.Text.Json;
using System.Text.RegularExpressions;
using TrmLab.Core;
using TrmLab.Core.Runs;
using TrmLab.Web.Hosting;
using TrmLab.Web.Security;

namespace TrmLab.Web.Inference;

/// <summary>Something seen in the explorer that was worth keeping.</summary>
/// <param name="Id">Sortable by time.</param>
/// <param name="Created">When.</param>
/// <param name="Note">What the reader wrote.</param>
/// <param name="Address">Path and query of the view; opening it shows the same again.</param>
/// <param name="Title">Puzzle and checkpoint.</param>
/// <param name="Figures">The measurements in words at that moment.</param>
/// <param name="Picture">PNG of the grids as a data address; null without one.</param>
public sealed record Finding(string Id, DateTimeOffset Created, string Note, string Address, string Title, string Figures, string? Picture);

/// <summary>Findings as JSON files in the data folder, one each: they outlive the index and can be copied.</summary>
public sealed partial class FindingStore(LabData data)
{
    private const int LongestNote = 4000;
    private const int LargestPicture = 200_000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private string Folder => Path.Combine(data.Root, "findings");

    /// <summary>All, newest first; files that are no findings are passed over.</summary>
    public IReadOnlyList<Finding> All() =>
        Directory.Exists(Folder) ? [.. Directory.EnumerateFiles(Folder, "*.json").OrderDescending(StringComparer.Ordinal).Select(Read).OfType<Finding>()] : [];

    /// <summary>Keeps a finding.</summary>
    /// <exception cref="InputException">The note is too long, or the folder cannot be written.</exception>
    public Finding Save(string note, string address, string title, string figures, string? picture)
    {
        LabAccess.RequireChange();
        if (note.Length > LongestNote) throw new InputException($"the note has {note.Length} characters; {LongestNote} fit");
        if (!address.StartsWith("explorer", StringComparison.Ordinal)) throw new InputException("a finding is an address of the explorer");
        var kept = picture is { Length: <= LargestPicture } && picture.StartsWith("data:image/png;base64,", StringComparison.Ordinal) ? picture : null;
        var finding = new Finding(RunDirectory.NewId(), DateTimeOffset.UtcNow, note.Trim(), address, title, figures, kept);
        Write(finding);
        return finding;
    }

    /// <summary>Forgets a finding; nothing happens if it is not there.</summary>
    /// <exception cref="InputException">The file cannot be removed.</exception>
    public void Delete(string id)
    {
        LabAccess.RequireChange();
        if (!PlainId().IsMatch(id)) return;
        try
        {
            File.Delete(PathOf(id));
        }
        catch (DirectoryNotFoundException)
        {
            // Gone with its folder.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{PathOf(id)}: the finding cannot be removed: {e.Message}", e);
        }
    }

    /// <summary>Keeps a finding that was deleted a moment ago again, under its id.</summary>
    /// <exception cref="InputException">The folder cannot be written.</exception>
    public void Restore(Finding finding)
    {
        LabAccess.RequireChange();
        if (PlainId().IsMatch(finding.Id)) Write(finding);
    }

    /// <summary>The finding as its file.</summary>
    public static byte[] ToBytes(Finding finding) => JsonSerializer.SerializeToUtf8Bytes(finding, Json);

    private void Write(Finding finding)
    {
        try
        {
            Directory.CreateDirectory(Folder);
            DurableFile.WriteText(PathOf(finding.Id), JsonSerializer.Serialize(finding, Json));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{Folder}: the finding cannot be written: {e.Message}", e);
        }
    }

    private static Finding? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Finding>(File.ReadAllBytes(path), Json) is { Id: not null, Address: not null, Note: not null } finding ? finding : null;
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private string PathOf(string id) => Path.Combine(Folder, id + ".json");

    [GeneratedRegex("^[A-Za-z0-9-]+$")]
    private static partial Regex PlainId();
}
