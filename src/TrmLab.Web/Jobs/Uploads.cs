using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components.Forms;
using TrmLab.Core;
using TrmLab.Web.Hosting;
using TrmLab.Web.Security;

namespace TrmLab.Web.Jobs;

/// <summary>Files sent from the browser, in <c>data/uploads</c> until the job that reads them is done.</summary>
public sealed class Uploads(LabData data)
{
    /// <summary>Largest upload, all files together; larger files are named by their path on the server.</summary>
    public const long MaximumBytes = 64L << 20;

    /// <summary>Most files at once, such as one per ARC task.</summary>
    public const int MaximumFiles = 2000;

    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);

    private string Folder => data.Uploads;

    /// <summary>Streams files to disk; returns the path to read them from: the file, or the folder of several.</summary>
    /// <exception cref="InputException">Too large, or the connection broke; nothing is kept.</exception>
    public async Task<string> SaveAsync(IReadOnlyList<IBrowserFile> files, CancellationToken cancellationToken)
    {
        LabAccess.RequireChange();
        var bytes = files.Sum(file => file.Size);
        if (files.Count == 0) throw new InputException("No file was chosen.");
        if (bytes > MaximumBytes) throw new InputException($"{files[0].Name}: {bytes:N0} bytes are more than the {MaximumBytes:N0} that can be uploaded; copy the file to the server and give its path.");
        var folder = Directory.CreateDirectory(Path.Combine(Folder, Guid.NewGuid().ToString("N"))).FullName;
        var name = "";
        try
        {
            foreach (var file in files)
            {
                name = file.Name;
                await using var input = file.OpenReadStream(MaximumBytes, cancellationToken);
                await using var output = new FileStream(Path.Combine(folder, SafeName(file.Name)), FileMode.CreateNew);
                await input.CopyToAsync(output, cancellationToken);
            }
        }
        catch (Exception e)
        {
            Directory.Delete(folder, recursive: true);
            if (e is IOException) throw new InputException($"{name}: the upload failed ({e.Message}); try again", e);
            throw;
        }

        // One ARC task is read as a folder of tasks; a file of many tasks, or of a challenges/solutions pair, by its name.
        var paths = Directory.GetFiles(folder).Order(StringComparer.Ordinal).ToArray();
        return paths.FirstOrDefault(p => p.Contains("_challenges", StringComparison.Ordinal)) ?? (paths is [var only] && !IsTask(only) ? only : folder);
    }

    /// <summary>Removes what no job needs any more; what has no job yet stays for a day.</summary>
    public void RemoveAllBut(IReadOnlyList<Job> jobs)
    {
        if (!Directory.Exists(Folder)) return;
        var specs = jobs.ToLookup(job => job.State == JobState.Done, job => JsonSerializer.Serialize(job.Spec));
        foreach (var folder in new DirectoryInfo(Folder).GetDirectories())
        {
            bool named(string spec) => spec.Contains(folder.Name, StringComparison.Ordinal);
            var over = specs[true].Any(named) || DateTime.UtcNow - folder.LastWriteTimeUtc > Abandoned;
            if (over && !specs[false].Any(named)) folder.Delete(recursive: true);
        }
    }

    /// <summary>Removes an upload that was read without a job; other paths are left alone.</summary>
    /// <param name="path">What <see cref="SaveAsync"/> returned.</param>
    public void Remove(string path)
    {
        LabAccess.RequireChange();
        var folder = Path.GetDirectoryName(path) == Folder ? path : Path.GetDirectoryName(path);
        if (folder is not null && Path.GetDirectoryName(folder) == Folder && Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    /// <summary>A message about uploaded files as the user knows them: by their own names.</summary>
    public string Shown(string message) =>
        Regex.Replace(message, Regex.Escape(Folder + Path.DirectorySeparatorChar) + "[0-9a-f]{32}(" + Regex.Escape(Path.DirectorySeparatorChar.ToString()) + ")?", m => m.Groups[1].Success ? "" : "the uploaded files");

    private static bool IsTask(string path)
    {
        if (!path.EndsWith(".json", StringComparison.OrdinalIgnoreCase)) return false;
        try
        {
            using var stream = File.OpenRead(path);
            using var document = JsonDocument.Parse(stream);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("train", out var pairs) && pairs.ValueKind == JsonValueKind.Array;
        }
        catch (JsonException)
        {
            // The builder says where.
            return false;
        }
    }

    private static string SafeName(string name)
    {
        var last = name.Split('/', '\\')[^1];
        var safe = string.Concat(last.Select(c => char.IsAsciiLetterOrDigit(c) || "._- ".Contains(c, StringComparison.Ordinal) ? c : '_')).TrimStart('.', ' ');
        return safe.Length > 0 ? safe : "upload";
    }
}
