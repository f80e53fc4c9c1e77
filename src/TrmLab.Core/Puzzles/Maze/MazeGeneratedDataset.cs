using TrmLab.Core.Numerics;

namespace TrmLab.Core.Puzzles.Maze;

/// <summary>Writes a data set of generated mazes, of which no two, in either split, are rotations or reflections of each other.</summary>
public static class MazeGeneratedDataset
{
    private const int ReportEach = 1 << 4;
    private const int MostRepeats = 20_000;

    /// <exception cref="InputException">The options are wrong, or ask for more different mazes than turn up.</exception>
    public static void Write(MazeGenerateOptions options, IProgress<BuildProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (options.Train < 1 || options.Test < 1)
            throw new InputException("A generated data set needs at least one training and one test maze.");
        using var writer = new PuzzleDatasetWriter(options.OutputDirectory);
        var seen = new HashSet<string>();
        WriteSplit("train", options.Train, stream: 1, options.Transforms ? Dihedral.Count : 1);
        WriteSplit("test", options.Test, stream: 2, transforms: 1);
        writer.WriteIdentifiers(["<blank>"]);
        writer.Complete();

        void WriteSplit(string split, int count, int stream, int transforms)
        {
            var generator = new MazeGenerator(options.Mazes, new SeededRandom(options.Seed, stream));
            PuzzleSplitWriter output = writer.AddSplit(split, MazeTokens.Metadata(options.Mazes.Side), countGroupsAsPuzzles: true);
            for (int repeats = 0; output.Groups < count;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                MazePuzzle maze = generator.Next(cancellationToken);
                if (!seen.Add(MazeCanonicalForm.KeyOf(maze.Question)))
                {
                    repeats = repeats < MostRepeats
                        ? repeats + 1
                        : throw new InputException($"Only {output.Groups:N0} different mazes turned up for the {split} split of {count:N0}; ask for fewer or larger ones.");
                    continue;
                }
                repeats = 0;
                MazeSplit.Append(output, maze, transforms);
                if (output.Groups % ReportEach == 0 || output.Groups == count)
                    progress?.Report(new BuildProgress(split, output.Groups, count));
            }
        }
    }
}
