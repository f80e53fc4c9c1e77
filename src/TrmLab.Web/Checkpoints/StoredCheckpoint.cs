using TrmLab.Core.Runs;

namespace TrmLab.Web.Checkpoints;

/// <summary>A checkpoint on this machine, of a run or imported.</summary>
/// <param name="Key">Its name in addresses, see <see cref="Inference.CheckpointCatalog"/>.</param>
/// <param name="Path">Its directory.</param>
/// <param name="Run">The run's id; null for an imported one.</param>
/// <param name="Title">Name of the run, or of the import.</param>
/// <param name="Step">Training step.</param>
/// <param name="Manifest">Null if it cannot be read.</param>
/// <param name="Damage">What is wrong as far as names and lengths tell; null if nothing is.</param>
/// <param name="Created">Unix milliseconds.</param>
public sealed record StoredCheckpoint(string Key, string Path, string? Run, string Title, long Step, CheckpointManifest? Manifest, string? Damage, long Created)
{
    /// <summary>Bytes of all files.</summary>
    public long Bytes => Manifest?.Files.Values.Sum(f => f.Bytes) ?? 0;

    /// <summary>Kept whatever the rule says.</summary>
    public bool IsPinned { get; init; }

    /// <summary>Why it cannot be trained on from; null if it can.</summary>
    public string? NotResumable { get; init; }

    /// <summary>A trainer has the run: it alone may change its checkpoints now.</summary>
    public bool IsInUse { get; init; }

    /// <summary>Whether it holds these weights.</summary>
    public bool Has(string weights) => Manifest?.Files.ContainsKey(weights == "ema" ? CheckpointManifest.EmaWeights : CheckpointManifest.RawWeights) == true;

    /// <summary>Exact accuracy when it was written, mean over test sets; null before the first evaluation.</summary>
    public double? Exact(string weights) => Manifest?.ExactAccuracy(weights);
}
