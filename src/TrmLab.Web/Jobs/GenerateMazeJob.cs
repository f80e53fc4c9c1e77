using TrmLab.Core.Puzzles.Maze;

namespace TrmLab.Web.Jobs;

/// <summary>Makes mazes, see <see cref="MazeGeneratedDataset"/>.</summary>
public sealed record GenerateMazeJob : JobSpec
{
    public required string Name { get; init; }

    public MazeKind Kind { get; init; }

    public int Side { get; init; } = 30;

    public int Train { get; init; } = 1000;

    public int Test { get; init; } = 200;

    /// <summary>Moves from start to goal; null takes the side's default.</summary>
    public NumberRange? Moves { get; init; }

    public bool Transforms { get; init; } = true;

    public long Seed { get; init; }

    public override string Title => $"Generate {Train + Test:N0} mazes {Side}x{Side}: {Name}";

    public override string? Dataset => Name;

    public override string CommandLine(string output) => CommandText.Of(
        "generate maze", ("--kind", Kind == MazeKind.Tree ? "tree" : "walls"), ("--size", Side), ("--train", Train), ("--test", Test), ("--moves", Moves), ("--no-transforms", !Transforms), ("--seed", Seed), ("--out", output));

    public override void Run(JobContext context)
    {
        var options = new MazeGenerateOptions
        {
            Mazes = new MazeGeneratorOptions { Kind = Kind, Side = Side, MinimumMoves = Moves?.Minimum, MaximumMoves = Moves?.Maximum },
            Train = Train,
            Test = Test,
            Transforms = Transforms,
            Seed = Seed,
            OutputDirectory = context.OutputOf(Name),
        };
        MazeGeneratedDataset.Write(options, context, context.Cancellation);
    }
}
