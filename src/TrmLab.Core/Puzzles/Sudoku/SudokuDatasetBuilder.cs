using TrmLab.Core.Numerics;

namespace TrmLab.Core.Puzzles.Sudoku;

/// <summary>
/// Builds a Sudoku data set from CSV files as the reference does: one group per original, whose first puzzle is the original and the others
/// its random symmetric copies (training only). Files are streamed: memory grows with the subsample, not with the file.
/// </summary>
public sealed class SudokuDatasetBuilder
{
    private const int ReportEach = 1 << 12;

    private readonly SudokuBuildOptions _options;
    private readonly IProgress<BuildProgress>? _progress;
    private readonly CancellationToken _cancellationToken;
    private readonly SudokuBoard _board;
    private readonly SudokuSolver _solver;

    private SudokuDatasetBuilder(SudokuBuildOptions options, SudokuBoard board, IProgress<BuildProgress>? progress, CancellationToken cancellationToken)
    {
        _options = options;
        _board = board;
        _progress = progress;
        _cancellationToken = cancellationToken;
        _solver = new SudokuSolver(board);
    }

    /// <summary>Builds the directory; nothing is left behind if it fails or is cancelled.</summary>
    /// <exception cref="InputException">An option or a row of a file is wrong; the message says which.</exception>
    public static void Build(SudokuBuildOptions options, IProgress<BuildProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        string first = options.TrainCsv ?? options.TestCsv ?? throw new InputException("No CSV file is given, neither for training nor for testing.");
        if (options.Augmentations < 0 || options.FillIn < 0 || options.SubsampleSize < 1)
        {
            throw new InputException("The numbers of augmentations and of blanks to fill in must not be negative, and a subsample must have at least one puzzle.");
        }

        var builder = new SudokuDatasetBuilder(options, SudokuCsv.BoardOf(first), progress, cancellationToken);
        using var writer = new PuzzleDatasetWriter(options.OutputDirectory);
        if (options.TrainCsv is not null)
        {
            builder.WriteTrain(writer, options.TrainCsv);
        }

        if (options.TestCsv is not null)
        {
            builder.WriteTest(writer, options.TestCsv);
        }

        writer.WriteIdentifiers(["<blank>"]);
        writer.Complete();
    }

    private void WriteTrain(PuzzleDatasetWriter writer, string csv)
    {
        var random = new SeededRandom(_options.Seed, stream: 1);
        if (_options.SubsampleSize is { } size)
        {
            List<SudokuPuzzle> sample = RandomSubset.Take(Counted(Filtered(csv), "reading"), size, random);
            Write(writer, "train", sample, csv, _options.Augmentations, random, total: (long)sample.Count * (1 + _options.Augmentations));
        }
        else
        {
            Write(writer, "train", Filtered(csv), csv, _options.Augmentations, random, total: null);
        }
    }

    private void WriteTest(PuzzleDatasetWriter writer, string csv) =>
        Write(writer, "test", Filtered(csv), csv, augmentations: 0, new SeededRandom(_options.Seed, stream: 2), total: null);

    private void Write(PuzzleDatasetWriter writer, string split, IEnumerable<SudokuPuzzle> puzzles, string csv, int augmentations, SeededRandom random, long? total)
    {
        PuzzleSplitWriter output = writer.AddSplit(split, SudokuTokens.Metadata(_board), countGroupsAsPuzzles: true);
        byte[] question = new byte[_board.Cells];
        byte[] answer = new byte[_board.Cells];
        foreach (SudokuPuzzle original in WellPosed(puzzles, csv))
        {
            SudokuPuzzle puzzle = _options.FillIn > 0 ? SudokuFillIn.Apply(original, _options.FillIn, _solver, random) : original;
            Append(puzzle.Question, puzzle.Answer);
            for (int i = 0; i < augmentations; i++)
            {
                var symmetry = SudokuSymmetry.Draw(_board, random);
                symmetry.Apply(puzzle.Question, question);
                symmetry.Apply(puzzle.Answer, answer);
                Append(question, answer);
            }

            output.EndGroup();

            void Append(byte[] input, byte[] label)
            {
                SudokuSplit.Append(output, input, label, puzzle.Rating);
                Report(split, output.Examples, total);
            }
        }

        if (output.Groups == 0)
        {
            throw new InputException($"{csv}: no puzzle is left (min_difficulty {_options.MinDifficulty}).");
        }
    }

    private IEnumerable<SudokuPuzzle> Counted(IEnumerable<SudokuPuzzle> puzzles, string stage)
    {
        long rows = 0;
        foreach (SudokuPuzzle puzzle in puzzles)
        {
            Report(stage, ++rows, null);
            yield return puzzle;
        }
    }

    private IEnumerable<SudokuPuzzle> Filtered(string csv)
    {
        var seen = new DuplicateCheck(csv);
        foreach (SudokuPuzzle puzzle in SudokuCsv.Read(csv, _board))
        {
            if (!_options.AllowDuplicates)
            {
                seen.Add(puzzle.Question, puzzle.Line);
            }

            if (_options.MinDifficulty is { } minimum)
            {
                if (double.IsNaN(puzzle.Rating))
                {
                    throw new InputException($"{csv}: min_difficulty needs the column rating.");
                }

                if (puzzle.Rating < minimum)
                {
                    continue;
                }
            }

            yield return puzzle;
        }
    }

    private IEnumerable<SudokuPuzzle> WellPosed(IEnumerable<SudokuPuzzle> puzzles, string csv)
    {
        if (_options.AllowIllPosed)
        {
            return puzzles;
        }

        return puzzles.Chunk(ReportEach).SelectMany(chunk =>
        {
            // The answer satisfies the question, so there is at least one solution.
            int ambiguous = SudokuUniqueness.FirstAmbiguous(_board, chunk, _cancellationToken);
            return ambiguous < 0
                ? chunk
                : throw new InputException($"{csv} line {chunk[ambiguous].Line}: the puzzle has more than one solution; remove it, or allow ambiguous puzzles.");
        });
    }

    private void Report(string stage, long done, long? total)
    {
        if (done % ReportEach == 0 || done == total)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            _progress?.Report(new BuildProgress(stage, done, total));
        }
    }
}
