using TrmLab.Core;
using TrmLab.Web.Hosting;

namespace TrmLab.Web.Datasets;

/// <summary>The data sets of this machine: those made here, and the samples in the data folder or shipped with the program.</summary>
public sealed class DatasetShelf(LabData data)
{
    private const string Samples = "samples";

    /// <summary>All, by path.</summary>
    public IReadOnlyList<DatasetEntry> All() =>
    [
        .. new[] { ("datasets", data.Datasets), (Samples, Path.Combine(data.Root, Samples)), (Samples, Path.Combine(DataRoot.Shipped, Samples)) }
            .SelectMany(place => In(place.Item1, place.Item2)).DistinctBy(entry => entry.Path),
    ];

    /// <exception cref="InputException">There is no such data set.</exception>
    public DatasetEntry Find(string path) =>
        All().FirstOrDefault(entry => entry.Path == path) ?? throw new InputException($"There is no data set {path} in {data.Root}.");

    private static IEnumerable<DatasetEntry> In(string place, string folder)
    {
        if (!Directory.Exists(folder)) return [];
        return Directory.GetDirectories(folder)
            .Where(directory => !Path.GetFileName(directory).StartsWith('.'))
            .Select(directory => new DatasetEntry($"{place}/{Path.GetFileName(directory)}", directory))
            .Where(entry => entry.Splits.Count > 0)
            .OrderBy(entry => entry.Path, StringComparer.Ordinal);
    }
}
