using TrmLab.Core.Numerics;

namespace TrmLab.Core.Puzzles.Sudoku;

/// <summary>
/// Writes a data set of generated puzzles. All puzzles differ, also after renaming the digits; on 9x9 boards no test puzzle has, up to all
/// symmetries, the solved board of a training puzzle. The small boards have too few solved boards (2 and 49 up to symmetry) for that.
/// Ratings are <c>singles_backtracks</c>.
/// </summary>
public static class SudokuGeneratedDataset
{
    private const int ReportEach = 1 << 6;
    private const int MostRepeats = 20_000;

    /// <exception cref="InputException">The options are wrong, or ask for more different puzzles than there are.</exception>
    public static void Write(SudokuGenerateOptions options, IProgress<BuildProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (options.Train < 1 || options.Test < 1)
        {
            throw new InputException("A generated data set needs at least one training and one test puzzle.");
        }

        SudokuBoard board = options.Puzzles.Validated();
        using var writer = new PuzzleDatasetWriter(options.OutputDirectory);
        var seen = new HashSet<string>();
        SudokuSolutionClasses? trained = board == SudokuBoard.Nine ? new SudokuSolutionClasses(board) : null;
        WriteSplit("train", options.Train, stream: 1, Remember);
        WriteSplit("test", options.Test, stream: 2, puzzle => trained?.Find(puzzle.Answer) is null);
        writer.WriteIdentifiers(["<blank>"]);
        writer.Complete();

        bool Remember(SudokuPuzzle puzzle)
        {
            trained?.Add(puzzle.Answer, tag: 0);
            return true;
        }

        void WriteSplit(string split, int count, int stream, Predicate<SudokuPuzzle> accept)
        {
            var generator = new SudokuGenerator(options.Puzzles, new SeededRandom(options.Seed, stream));
            PuzzleSplitWriter output = writer.AddSplit(split, SudokuTokens.Metadata(board), countGroupsAsPuzzles: true);
            for (int repeats = 0; output.Groups < count;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                SudokuPuzzle puzzle = generator.Next();
                if (!seen.Add(SudokuRelabelling.KeyOf(puzzle.Question)) || !accept(puzzle))
                {
                    repeats = repeats < MostRepeats
                        ? repeats + 1
                        : throw new InputException($"Only {output.Groups:N0} different puzzles turned up for the {split} split of {count:N0}; ask for fewer or allow more clues.");
                    continue;
                }

                repeats = 0;
                SudokuSplit.Append(output, puzzle.Question, puzzle.Answer, puzzle.Rating);
                output.EndGroup();
                if (output.Groups % ReportEach == 0 || output.Groups == count)
                {
                    progress?.Report(new BuildProgress(split, output.Groups, count));
                }
            }
        }
    }
}
