using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TrmLab.Web.Hosting;

namespace TrmLab.Web.Datasets;

/// <summary>Keeps the results of checks in <c>data/cache/checks</c>, valid while no file changes; deleting the folder costs only time.</summary>
public sealed class CheckCache(LabData data)
{
    private string Folder => Path.Combine(data.Root, "cache", "checks");

    /// <summary>The check of a data set as it is now, or null.</summary>
    public DatasetCheck? Read(DatasetEntry entry)
    {
        try
        {
            var check = JsonSerializer.Deserialize<DatasetCheck>(File.ReadAllBytes(FileOf(entry.Path)));
            return check?.Path == entry.Path && check.Fingerprint == entry.Fingerprint() ? check : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    public void Write(DatasetCheck check)
    {
        Directory.CreateDirectory(Folder);
        var file = FileOf(check.Path);
        File.WriteAllBytes(file + ".tmp", JsonSerializer.SerializeToUtf8Bytes(check));
        File.Move(file + ".tmp", file, overwrite: true);
    }

    private string FileOf(string path) => Path.Combine(Folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..24] + ".json");
}
