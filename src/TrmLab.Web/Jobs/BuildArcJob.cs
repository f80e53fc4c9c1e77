using TrmLab.Core.Puzzles.Arc;

namespace TrmLab.Web.Jobs;

/// <summary>Builds an ARC data set from JSON files, see <see cref="ArcDatasetBuilder"/>.</summary>
public sealed record BuildArcJob : JobSpec
{
    private const int ListedAtMost = 6;

    public required string Name { get; init; }

    /// <summary>Sets of tasks in their order.</summary>
    public required IReadOnlyList<ArcSubsetSource> Subsets { get; init; }

    /// <summary>The set that is scored.</summary>
    public required string TestSet { get; init; }

    public int Augmentations { get; init; } = 1000;

    public bool AllowLeaks { get; init; }

    public uint Seed { get; init; } = 42;

    public override string Title => $"Build ARC from JSON: {Name}";

    public override string? Dataset => Name;

    public override string CommandLine(string output) => CommandText.Of(
        "build arc",
        [.. Subsets.Select(s => ("--subset", (object?)$"{s.Name}={s.Path}")), ("--test-set", TestSet), ("--augment", Augmentations), ("--allow-leaks", AllowLeaks), ("--seed", Seed), ("--out", output)]);

    public override void Run(JobContext context)
    {
        var options = new ArcBuildOptions
        {
            Subsets = Subsets,
            TestSet = TestSet,
            OutputDirectory = context.OutputOf(Name),
            Augmentations = Augmentations,
            AllowLeaks = AllowLeaks,
            Seed = Seed,
        };
        var report = ArcDatasetBuilder.Build(options, context, context.Cancellation);
        foreach (var (subset, source, tasks) in report.Subsets) context.Notes.Add($"{subset}: {tasks:N0} {(tasks == 1 ? "task" : "tasks")} from {source}");
        Some(context, "fewer different augmentations than asked for", report.FewerAugmentations.Select(f => $"{f.Task} ({f.Augmentations})"));
        Some(context, "in two sets", report.SharedTasks.Select(s => $"{s.First} in {s.FirstSubset} = {s.Second} in {s.SecondSubset}"));
    }

    private static void Some(JobContext context, string what, IEnumerable<string> items)
    {
        string[] all = [.. items];
        if (all.Length > 0) context.Notes.Add($"{what}: {string.Join(", ", all.Take(ListedAtMost))}{(all.Length > ListedAtMost ? $" and {all.Length - ListedAtMost} more" : "")}");
    }
}
