using TrmLab.Core;

namespace TrmLab.Web.Hosting;

/// <summary>The data folder in use.</summary>
/// <param name="Root">Absolute path.</param>
public sealed record LabData(string Root)
{
    /// <summary>One directory per run.</summary>
    public string Runs => Path.Combine(Root, "runs");

    /// <summary>One directory per data set that was made here.</summary>
    public string Datasets => Path.Combine(Root, "datasets");

    /// <summary>One directory per imported checkpoint.</summary>
    public string ImportedCheckpoints => Path.Combine(Root, "checkpoints");

    /// <summary>Published files as they were fetched.</summary>
    public string Downloads => Path.Combine(Root, "downloads");

    /// <summary>What a browser sent, until it is used.</summary>
    public string Uploads => Path.Combine(Root, "uploads");

    /// <summary>Deleted runs.</summary>
    public string Trash => Path.Combine(Root, "trash");

    /// <summary>Deleted checkpoints.</summary>
    public string CheckpointTrash => Path.Combine(Root, "trash-checkpoints");

    /// <summary>Connection string of the index in PostgreSQL; empty for <see cref="Database"/>.</summary>
    public string Index { get; init; } = "";

    /// <summary>The index in SQLite, see <see cref="Store.LabDb"/>.</summary>
    public string Database => Path.Combine(Root, "trmlab.db");

    /// <summary>Held by the one dashboard that serves the folder.</summary>
    public string ServerLock => Path.Combine(Root, "dashboard.lock");

    /// <summary>Which dashboard that is.</summary>
    public string ServerHolder => Path.Combine(Root, "dashboard.json");

    /// <summary>The folder that <paramref name="options"/> mean.</summary>
    public static LabData Of(LabOptions options, string contentRoot) =>
        new(options.DataRoot.Length == 0 ? DataRoot.Path : Path.GetFullPath(options.DataRoot, contentRoot)) { Index = options.Index };

    /// <summary>The directory that a configured data path means to a trainer started here: absolute, or below this folder or the shipped one; in its one spelling, so that two can be compared.</summary>
    public string Resolve(string path)
    {
        string[] places = [Root, DataRoot.Shipped];
        var full = places.Select(p => Path.GetFullPath(path, p)).FirstOrDefault(Path.Exists) ?? Path.GetFullPath(path, Root);
        return Path.TrimEndingDirectorySeparator(full);
    }
}
