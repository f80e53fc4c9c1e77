using System.Text.RegularExpressions;
using TrmLab.Core;
using TrmLab.Core.Runs;
using TrmLab.Core.Tracing;
using TrmLab.Web.Hosting;
using TrmLab.Web.Store;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Inference;

/// <summary>Every checkpoint of this data folder: of its runs, imported ones, and those that ship with the program.</summary>
public sealed partial class CheckpointCatalog(LabData data, RunFolder runs, RunIndex index)
{
    internal const string ImportedKind = "imported";
    internal const string ShippedKind = "shipped";
    internal const string ShippedTitle = "Shipped with the program";
    private const string RunKind = "run";

    /// <summary>The data folder.</summary>
    public string Root => data.Root;

    /// <summary>All sound checkpoints: shipped and imported by name, then those of runs, newest run and step first.</summary>
    public IReadOnlyList<ExplorableCheckpoint> All()
    {
        var names = RunNames.Of(index);
        return
        [
            .. Named(ShippedKind, System.IO.Path.Combine(DataRoot.Shipped, "samples", "checkpoints")),
            .. Named(ImportedKind, data.ImportedCheckpoints),
            .. runs.All().Reverse().SelectMany(run => CheckpointDirectory.List(run.Checkpoints)
                .Where(entry => entry.Damage is null)
                .Select(entry => new ExplorableCheckpoint($"{RunKind}/{run.Id}/{entry.Step}", entry.Path, names.GetValueOrDefault(run.Id, run.Id), entry.Manifest!))),
        ];
    }

    /// <summary>The checkpoint of a key; <c>run/ID</c> means the run's newest.</summary>
    /// <exception cref="InputException">There is none, or it is damaged.</exception>
    public ExplorableCheckpoint Get(string key)
    {
        string[] parts = key.Split('/');
        if (!parts.All(part => PlainName().IsMatch(part))) throw new InputException($"'{key}' names no checkpoint");
        var path = parts switch
        {
            [RunKind, var run, var step] when long.TryParse(step, out var number) => System.IO.Path.Combine(runs.Of(run).Checkpoints, CheckpointDirectory.NameOf(number)),
            [RunKind, var run] => CheckpointDirectory.List(runs.Of(run).Checkpoints).FirstOrDefault(entry => entry.Damage is null)?.Path ?? throw new InputException($"run {run} has no checkpoint"),
            [ImportedKind, var name] => System.IO.Path.Combine(data.Root, "checkpoints", name),
            [ShippedKind, var name] => System.IO.Path.Combine(DataRoot.Shipped, "samples", "checkpoints", name),
            _ => throw new InputException($"'{key}' names no checkpoint"),
        };
        if (!File.Exists(System.IO.Path.Combine(path, CheckpointManifest.FileName))) throw new InputException($"checkpoint {key} is not there (any more): it may have been deleted; choose another");
        var manifest = CheckpointManifest.Read(path);
        // The newest of a run is the same as it is by its step.
        if (parts is [RunKind, _]) key = $"{key}/{manifest.Step}";
        return new ExplorableCheckpoint(key, path, parts[0] == RunKind ? RunNames.Of(index).GetValueOrDefault(parts[1], parts[1]) : parts[1], manifest);
    }

    /// <summary>Data set directories that a checkpoint's puzzles can come from, with the name that stands in addresses.</summary>
    public IReadOnlyList<(string Name, string Path)> DataOf(ExplorableCheckpoint checkpoint) =>
        [.. CheckpointData.DirectoriesOf(checkpoint.Path, checkpoint.Manifest.Shape, data.Root).Select(path => (NameOf(path), path))];

    private IEnumerable<ExplorableCheckpoint> Named(string kind, string root)
    {
        if (!Directory.Exists(root)) yield break;
        foreach (var path in Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal))
        {
            if (ManifestIn(path) is { } manifest)
                yield return new ExplorableCheckpoint($"{kind}/{System.IO.Path.GetFileName(path)}", path, System.IO.Path.GetFileName(path), manifest);
        }
    }

    private static CheckpointManifest? ManifestIn(string path)
    {
        try
        {
            return CheckpointManifest.Read(path);
        }
        catch (InputException)
        {
            return null;
        }
    }

    private string NameOf(string path)
    {
        string[] roots = [data.Root, DataRoot.Shipped];
        return roots.Where(root => path.StartsWith(root + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal)).Select(root => System.IO.Path.GetRelativePath(root, path)).FirstOrDefault(path);
    }

    [GeneratedRegex(@"^[A-Za-z0-9_-][A-Za-z0-9._-]*$")]
    private static partial Regex PlainName();
}
