using TrmLab.Core.Puzzles.Maze;

namespace TrmLab.Web.Jobs;

/// <summary>Builds a maze data set from CSV files, see <see cref="MazeDatasetBuilder"/>.</summary>
public sealed record BuildMazeJob : JobSpec
{
    public required string Name { get; init; }

    public string? TrainCsv { get; init; }

    public string? TestCsv { get; init; }

    public int? Subsample { get; init; }

    public bool Transforms { get; init; } = true;

    public bool AllowDuplicates { get; init; }

    public long Seed { get; init; }

    public override string Title => $"Build mazes from CSV: {Name}";

    public override string? Dataset => Name;

    public override string CommandLine(string output) => CommandText.Of(
        "build maze", ("--train", TrainCsv), ("--test", TestCsv), ("--subsample", Subsample), ("--no-transforms", !Transforms), ("--allow-duplicates", AllowDuplicates), ("--seed", Seed), ("--out", output));

    public override void Run(JobContext context)
    {
        var options = new MazeBuildOptions
        {
            TrainCsv = TrainCsv,
            TestCsv = TestCsv,
            OutputDirectory = context.OutputOf(Name),
            SubsampleSize = Subsample,
            Transforms = Transforms,
            AllowDuplicates = AllowDuplicates,
            Seed = Seed,
        };
        var report = MazeDatasetBuilder.Build(options, context, context.Cancellation);
        if (report.Ambiguous > 0) context.Notes.Add($"{report.Ambiguous:N0} of {report.TestMazes:N0} test mazes have several shortest paths, so exact match is partly luck; evaluation reports valid and shortest paths beside it");
        if (report.NotShortest > 0) context.Notes.Add($"the stored answer of {report.NotShortest:N0} mazes is not a shortest path");
    }
}
