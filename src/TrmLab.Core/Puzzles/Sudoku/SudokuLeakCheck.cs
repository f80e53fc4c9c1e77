namespace TrmLab.Core.Puzzles.Sudoku;

/// <summary>Compares the test split of a Sudoku data set with its training split, up to the symmetries that training may use.</summary>
public static class SudokuLeakCheck
{
    private const int ReportEach = 1 << 12;

    /// <summary>Checks a data set directory; of each training group only the original is read.</summary>
    /// <exception cref="InputException">Not a Sudoku data set with both splits.</exception>
    public static SudokuLeakReport OfDirectory(string directory, IProgress<BuildProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        using var train = PuzzleDataset.Open(directory, "train");
        using var test = PuzzleDataset.Open(directory, "test");
        if (!SudokuBoard.TryFromCells(train.Metadata.SequenceLength, out SudokuBoard? board) || train.Metadata.VocabularySize != board.VocabularySize || test.Metadata.SequenceLength != board.Cells)
        {
            throw new InputException($"{directory}: not a Sudoku data set (seq_len {train.Metadata.SequenceLength}, vocab_size {train.Metadata.VocabularySize}).");
        }

        return Compare(board, Puzzles(train, board), Puzzles(test, board), progress, cancellationToken);
    }

    /// <summary>Compares two streams of puzzles.</summary>
    public static SudokuLeakReport Compare(
        SudokuBoard board,
        IEnumerable<SudokuPuzzle> train,
        IEnumerable<SudokuPuzzle> test,
        IProgress<BuildProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var classes = new SudokuSolutionClasses(board);
        var questions = new HashSet<string>();
        var relabelled = new HashSet<string>();
        int trainPuzzles = 0;
        foreach (SudokuPuzzle puzzle in train)
        {
            Report("train", trainPuzzles);
            classes.Add(puzzle.Answer, trainPuzzles++);
            questions.Add(SudokuBoard.Format(puzzle.Question));
            relabelled.Add(SudokuRelabelling.KeyOf(puzzle.Question));
        }

        int testPuzzles = 0, identical = 0, renamed = 0, shared = 0;
        foreach (SudokuPuzzle puzzle in test)
        {
            Report("test", testPuzzles);
            testPuzzles++;
            identical += questions.Contains(SudokuBoard.Format(puzzle.Question)) ? 1 : 0;
            renamed += relabelled.Contains(SudokuRelabelling.KeyOf(puzzle.Question)) ? 1 : 0;
            shared += classes.Find(puzzle.Answer) is null ? 0 : 1;
        }

        return new SudokuLeakReport(trainPuzzles, testPuzzles, identical, renamed, shared, board.Cells);

        void Report(string stage, int done)
        {
            if (done % ReportEach == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress?.Report(new BuildProgress(stage, done, null));
            }
        }
    }

    private static IEnumerable<SudokuPuzzle> Puzzles(PuzzleDataset dataset, SudokuBoard board)
    {
        int[] inputs = new int[board.Cells];
        int[] labels = new int[board.Cells];
        foreach (PuzzleSet set in dataset.Sets)
        {
            for (int group = 0; group < set.Groups; group++)
            {
                set.CopyExample(set.PuzzleIndices[set.GroupIndices[group]], inputs, labels);
                byte[] question = new byte[board.Cells];
                byte[] answer = new byte[board.Cells];
                SudokuTokens.Decode(inputs, question);
                SudokuTokens.Decode(labels, answer);
                yield return SudokuRules.IsSolved(board, answer)
                    ? new SudokuPuzzle(question, answer, double.NaN)
                    : throw new InputException($"{set.Directory}: the labels of group {group} are not a solved board.");
            }
        }
    }
}
