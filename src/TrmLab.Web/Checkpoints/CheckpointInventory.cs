using TrmLab.Core;
using TrmLab.Core.Runs;
using TrmLab.Web.Hosting;
using TrmLab.Web.Store;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Checkpoints;

/// <summary>All checkpoints of the data folder as they are on disk: damaged ones too, so that somebody sees them.</summary>
public sealed class CheckpointInventory(LabData data, RunFolder runs, RunIndex index, RunStates states)
{
    /// <summary>Where imported checkpoints lie.</summary>
    public string Imported => data.ImportedCheckpoints;

    /// <summary>Imported ones by name, then those of runs, newest run and step first.</summary>
    public IReadOnlyList<StoredCheckpoint> All()
    {
        using var db = index.Open();
        var rows = db.Runs.Select(r => new { r.Run, r.Name, r.Seed, r.Step, r.TotalSteps, r.ConfigError }).ToDictionary(r => r.Run);
        return
        [
            .. ImportedOnes(),
            .. runs.All().Reverse().SelectMany(run =>
            {
                var row = rows.GetValueOrDefault(run.Id);
                var state = states.Of(run.Id).State;
                return CheckpointDirectory.List(run.Checkpoints).Select(entry => new StoredCheckpoint(
                    $"run/{run.Id}/{entry.Step}", entry.Path, run.Id, row is null ? run.Id : $"{row.Name}, seed {row.Seed}", entry.Step, entry.Manifest, entry.Damage, TimeOf(entry.Manifest, entry.Path))
                {
                    IsPinned = CheckpointPin.IsSet(entry.Path),
                    IsInUse = !state.IsOver,
                    NotResumable = WhyNot(entry, state, row?.ConfigError ?? "", row?.TotalSteps ?? 0),
                });
            }),
        ];
    }

    /// <summary>What of a checkpoint can change between a look at all of them and its removal, without the cost of that look; null if it is gone.</summary>
    public StoredCheckpoint? Again(StoredCheckpoint checkpoint) => !Directory.Exists(checkpoint.Path)
        ? null
        : checkpoint with { IsPinned = CheckpointPin.IsSet(checkpoint.Path), IsInUse = checkpoint.Run is { } run && !states.Of(run).State.IsOver };

    private static string? WhyNot(CheckpointEntry entry, RunState state, string configError, long totalSteps)
    {
        if (entry.Damage is not null) return "damaged";
        if (!entry.Manifest!.Files.ContainsKey(CheckpointManifest.StateDocument)) return "weights only, without the optimiser's state";
        if (configError.Length > 0) return "its run's configuration cannot be read";
        if (!state.IsOver) return "its run is being trained";
        return totalSteps > 0 && entry.Step >= totalSteps ? "all steps are trained" : null;
    }

    private IEnumerable<StoredCheckpoint> ImportedOnes()
    {
        if (!Directory.Exists(Imported)) yield break;
        foreach (var path in Directory.EnumerateDirectories(Imported).Where(p => !Path.GetFileName(p).StartsWith('.')).Order(StringComparer.Ordinal))
        {
            var (manifest, damage) = Read(path);
            yield return new StoredCheckpoint($"imported/{Path.GetFileName(path)}", path, null, Path.GetFileName(path), manifest?.Step ?? 0, manifest, damage, TimeOf(manifest, path))
            {
                IsPinned = CheckpointPin.IsSet(path),
                NotResumable = "imported weights; start a run from them with Train on (load_checkpoint)",
            };
        }
    }

    private static (CheckpointManifest? Manifest, string? Damage) Read(string path)
    {
        try
        {
            return (CheckpointManifest.Read(path), null);
        }
        catch (InputException e)
        {
            return (null, e.Message);
        }
    }

    private static long TimeOf(CheckpointManifest? manifest, string path) => (manifest?.Created ?? new DateTimeOffset(Directory.GetLastWriteTimeUtc(path))).ToUnixTimeMilliseconds();
}
