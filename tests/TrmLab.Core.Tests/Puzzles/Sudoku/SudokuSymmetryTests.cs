using System.IO.Compression;
using System.Text.Json;
using TrmLab.Core.Configuration;
using TrmLab.Core.Numerics;
using TrmLab.Core.Puzzles;
using TrmLab.Core.Puzzles.Sudoku;

namespace TrmLab.Core.Tests.Puzzles.Sudoku;

public class SudokuSymmetryTests
{
    [Fact]
    public void ARecordedShuffleOfTheReferenceIsReplayed()
    {
        // One of its recorded draws: transposed, on random boards (which need not be Sudokus).
        var symmetry = new SudokuSymmetry(
            SudokuBoard.Nine, [0, 9, 3, 7, 8, 2, 1, 5, 4, 6], transpose: true, [8, 6, 7, 0, 1, 2, 4, 3, 5], [1, 0, 2, 4, 5, 3, 8, 7, 6]);
        byte[] cells = new byte[81];
        symmetry.Apply(Boards.Parse("882565858202029089044352405957712878132871960846613071715567978945868588452117970"), cells);
        Assert.Equal("642094044048604626420155545340946865048782289338315322312599911027415942623973545", SudokuBoard.Format(cells).Replace('.', '0'));
    }

    [Fact]
    public void EveryRecordedShuffleOfTheReferenceIsReplayed()
    {
        using ZipArchive archive = ZipFile.OpenRead(SharedData.Golden("model/functions.zip"));
        using Stream stream = archive.GetEntry("data_functions.json")!.Open();
        using var golden = JsonDocument.Parse(stream);
        foreach (JsonElement entry in golden.RootElement.GetProperty("sudoku_shuffle").EnumerateArray())
        {
            var symmetry = new SudokuSymmetry(SudokuBoard.Nine, Values("digit_map"), entry.GetProperty("transpose").GetBoolean(), Values("row_perm"), Values("col_perm"));
            byte[] board = new byte[81];
            byte[] back = new byte[81];
            foreach (string name in new[] { "board", "solution" })
            {
                byte[] original = Cells(name);
                symmetry.Apply(original, board);
                Assert.Equal(Cells($"out_{name}"), board);
                symmetry.Undo(board, back);
                Assert.Equal(original, back);
            }

            int[] Values(string name) => [.. entry.GetProperty(name).EnumerateArray().Select(value => value.GetInt32())];
            byte[] Cells(string name) => [.. entry.GetProperty(name).EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(value => value.GetByte())];
        }
    }

    [Fact]
    public void TokensAreTakenBackWithTheirPaddingAndIgnoredLabels()
    {
        int[] tokens = [0, 1, 2, 3, 4, 5, -100, 2, 3, 4, 5, 1, 5, 4, 3, 2];
        int[] moved = new int[16];
        int[] back = new int[16];
        var random = new SeededRandom(seed: 4);
        for (int i = 0; i < 20; i++)
        {
            SudokuSymmetry symmetry = SudokuSymmetry.Draw(SudokuBoard.Four, random);
            symmetry.ApplyToTokens(tokens, moved);
            symmetry.UndoToTokens(moved, back);
            Assert.Equal(tokens, back);
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(9)]
    public void RandomSymmetriesKeepPuzzlesValidUniqueAndEquivalent(int size)
    {
        var board = SudokuBoard.FromSize(size);
        var random = new SeededRandom(seed: 2);
        var solver = new SudokuSolver(board);
        var canonical = new SudokuCanonicalForm(board);
        byte[] question = new byte[board.Cells];
        byte[] answer = new byte[board.Cells];
        byte[] solution = new byte[board.Cells];
        byte[] back = new byte[board.Cells];
        foreach (SudokuPuzzle puzzle in Boards.Generate(size, 20))
        {
            var symmetry = SudokuSymmetry.Draw(board, random);
            symmetry.Apply(puzzle.Question, question);
            symmetry.Apply(puzzle.Answer, answer);
            Assert.Equal(1, solver.Solve(question, limit: 2, solution).Solutions);
            Assert.Equal(answer, solution);
            symmetry.Undo(question, back);
            Assert.Equal(puzzle.Question, back);
            Assert.Equal(canonical.Of(puzzle.Answer), canonical.Of(answer));
            Assert.Equal(SudokuInvariant.Of(board, puzzle.Answer), SudokuInvariant.Of(board, answer));
        }
    }

    [Theory]
    [InlineData(OnlineAugmentation.SudokuDigits)]
    [InlineData(OnlineAugmentation.Sudoku)]
    public void OnlineAugmentationKeepsTheAnswerRight(OnlineAugmentation kind)
    {
        SudokuPuzzle puzzle = Boards.Generate(9, 1)[0];
        IExampleAugmentation augmentation = ExampleAugmentation.Create(kind, SudokuTokens.Metadata(SudokuBoard.Nine))!;
        var random = new SeededRandom(seed: 5);
        bool moved = false;
        for (int i = 0; i < 50; i++)
        {
            int[] inputs = [.. puzzle.Question.Select(digit => digit + 1)];
            int[] labels = [.. puzzle.Answer.Select((digit, cell) => puzzle.Question[cell] == 0 ? digit + 1 : PuzzleSet.IgnoredLabel)];
            augmentation.Apply(random, inputs, labels);
            byte[] cells = [.. inputs.Zip(labels, (token, label) => (byte)((token == SudokuTokens.Blank ? label : token) - 1))];
            Assert.True(SudokuRules.IsSolved(SudokuBoard.Nine, cells));
            moved |= !inputs.Select(token => token == SudokuTokens.Blank).SequenceEqual(puzzle.Question.Select(digit => digit == 0));
        }

        Assert.Equal(kind == OnlineAugmentation.Sudoku, moved);
    }
}
