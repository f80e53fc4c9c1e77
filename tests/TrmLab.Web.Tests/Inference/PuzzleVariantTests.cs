using TrmLab.Core;
using TrmLab.Core.Puzzles.Maze;
using TrmLab.Core.Tracing.Rules;
using TrmLab.Web.Inference;

namespace TrmLab.Web.Tests.Inference;

public sealed class PuzzleVariantTests
{
    [Fact]
    public void A_maze_has_its_eight_rotations_and_reflections_and_an_answer_comes_back()
    {
        int[] maze = [MazeTokens.Start, MazeTokens.Open, MazeTokens.Wall, MazeTokens.Wall, MazeTokens.Open, MazeTokens.Wall, MazeTokens.Open, MazeTokens.Open, MazeTokens.Goal];
        var variants = PuzzleVariant.Of(maze.Length, MazeTokens.Characters.Length + 1);
        Assert.Equal(8, variants.Select(variant => string.Join(' ', variant.Apply(maze))).Append(string.Join(' ', maze)).Distinct().Count());
        Assert.All(variants, variant => Assert.Equal(maze, variant.Undo(variant.Apply(maze))));
        Assert.Equal(8, PuzzleVariant.CountOf(PuzzleRules.Of(maze.Length, MazeTokens.Characters.Length + 1)));
    }

    [Fact]
    public void A_Sudoku_is_relabelled_and_permuted_and_an_answer_comes_back()
    {
        int[] board = [.. Enumerable.Range(0, 81).Select(cell => 2 + ((cell / 9 * 3) + (cell / 27) + cell) % 9)];
        var variants = PuzzleVariant.Of(81, 11);
        Assert.Equal(15, variants.Count);
        Assert.All(variants, variant => Assert.NotEqual(board, variant.Apply(board)));
        Assert.All(variants, variant => Assert.Equal(board, variant.Undo(variant.Apply(board))));
    }

    [Theory]
    [InlineData(900, 12, "Not for ARC")]
    [InlineData(10, 4, "what their tokens mean is not known")]
    public void Other_puzzles_say_why_they_have_none(int cells, int vocabulary, string reason)
    {
        var rules = PuzzleRules.Of(cells, vocabulary);
        Assert.Equal(0, PuzzleVariant.CountOf(rules));
        Assert.Contains(reason, PuzzleVariant.WhyNone(rules));
        Assert.Contains(reason, Assert.Throws<InputException>(() => PuzzleVariant.Of(cells, vocabulary)).Message);
    }

    [Fact]
    public void A_padding_token_in_the_answer_to_the_puzzle_itself_makes_no_variant_disagree()
    {
        int[] answer = [0, .. Enumerable.Range(1, 80).Select(cell => 2 + cell % 9)];
        var variants = PuzzleVariant.Of(81, 11);
        var check = SymmetryCheck.Of(variants, [answer, .. variants.Select(variant => variant.Apply(answer))], null);
        Assert.Equal((16, 16, 0), (check.Variants, check.Agreeing, check.UnstableCells));
    }

    [Fact]
    public void Answers_that_differ_are_counted_and_outvoted()
    {
        var check = SymmetryCheck.Of([[1, 2, 5], [1, 3, 4], [1, 2, 4]], [1, 2, -1]);
        Assert.Equal(new SymmetryCheck(3, 1, 2, true, 2), check);
        Assert.Null(SymmetryCheck.Of([[1], [1]], null).Exact);
    }
}
