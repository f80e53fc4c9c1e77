namespace TrmLab.Web.Checkpoints;

/// <summary>Which checkpoints a tidy-up removes: of each run that is over, all but the newest, the best and the pinned ones.</summary>
/// <param name="Keep">Newest sound ones of each run that stay, at least 1: a run's last sound checkpoint is never removed.</param>
public sealed record CheckpointRule(int Keep)
{
    /// <summary>The ones to remove. Imported ones, and those of runs in use, are left alone.</summary>
    public IReadOnlyList<StoredCheckpoint> Doomed(IReadOnlyList<StoredCheckpoint> all) =>
        [.. all.Where(c => c is { Run: not null, IsInUse: false }).GroupBy(c => c.Run).SelectMany(g => OfRun([.. g.OrderByDescending(c => c.Step)]))];

    /// <summary>Why one checkpoint may not be removed by hand; null if it may.</summary>
    public static string? Protected(StoredCheckpoint checkpoint, IReadOnlyList<StoredCheckpoint> all)
    {
        if (checkpoint.IsPinned) return "It is pinned.";
        if (checkpoint.IsInUse) return "Its run is being trained; the trainer looks after its checkpoints.";
        var isLast = checkpoint is { Run: not null, Damage: null } && all.Count(c => c.Run == checkpoint.Run && c.Damage is null) == 1;
        return isLast ? "It is the last sound checkpoint of its run; delete the run instead." : null;
    }

    private IEnumerable<StoredCheckpoint> OfRun(StoredCheckpoint[] newestFirst)
    {
        // A damaged one may be what a person has to look at; it stays until it is removed by hand.
        var sound = newestFirst.Where(c => c.Damage is null).ToArray();
        var best = new[] { "ema", "raw" }.Select(w => sound.Where(c => c.Exact(w) is not null).MaxBy(c => c.Exact(w))).OfType<StoredCheckpoint>().ToHashSet();
        return sound.Skip(Math.Max(1, Keep)).Where(c => !c.IsPinned && !best.Contains(c));
    }
}
