using System.Text.Json;
using TrmLab.Web.Datasets;
using TrmLab.Web.Hosting;

namespace TrmLab.Web.Jobs;

/// <summary>What of the data folder a job reads or makes.</summary>
public static class JobFiles
{
    /// <summary>Whether a job names a file or folder, something in it, or a folder that it lies in.</summary>
    /// <param name="data">What relative paths are relative to.</param>
    /// <param name="spec">The job.</param>
    /// <param name="path">Absolute.</param>
    public static bool Uses(LabData data, JobSpec spec, string path)
    {
        using var json = JsonSerializer.SerializeToDocument(spec);
        var named = Strings(json.RootElement).Select(data.Resolve).ToList();
        if (spec.Dataset is { } name) named.Add(Path.Combine(data.Datasets, name));
        if (spec is PublishedJob { Name: var published } && PublishedDataset.All.FirstOrDefault(set => set.Name == published) is { } set) named.Add(set.FilesIn(data));
        return named.Any(other => Touches(other, path));
    }

    /// <summary>Whether two absolute paths are the same, or one lies in the other.</summary>
    public static bool Touches(string one, string other) => Holds(one, other) || Holds(other, one);

    private static bool Holds(string folder, string path) => path == folder || path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static IEnumerable<string> Strings(JsonElement element) => element.ValueKind switch
    {
        // An empty text would mean the data folder itself.
        JsonValueKind.String => element.GetString() is { Length: > 0 } text ? [text] : [],
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Strings),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Strings(member.Value)),
        _ => [],
    };
}
