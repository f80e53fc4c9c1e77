using System.Globalization;
using Bunit;
using TrmLab.Core.Puzzles;
using TrmLab.Core.Puzzles.Arc;
using TrmLab.Web.Components.Puzzles;
using TrmLab.Web.Datasets;

namespace TrmLab.Web.Tests.Components.Puzzles;

public sealed class DrawingTests : BunitContext
{
    [Theory]
    [InlineData(4, "M0 0h4M0 2h4M0 4h4M0 0v4M2 0v4M4 0v4")]
    [InlineData(6, "M0 0h6M0 2h6M0 4h6M0 6h6M0 0v6M3 0v6M6 0v6")]
    [InlineData(9, "M0 0h9M0 3h9M0 6h9M0 9h9M0 0v9M3 0v9M6 0v9M9 0v9")]
    public void Boxes_of_each_board_stand_out(int size, string boxes) =>
        Assert.Equal(boxes, Sudoku(size, new int[size * size], new int[size * size]).Find(".puzzle-thick").GetAttribute("d"));

    [Fact]
    public void Given_and_found_digits_differ_and_blanks_are_empty()
    {
        int[] question = [3, 1, .. new int[14]], answer = [3, 5, .. new int[14]];
        var drawn = Sudoku(4, answer, question);
        Assert.Equal("2", drawn.Find(".digit.given").TextContent);
        Assert.Equal("4", drawn.Find(".digit:not(.given)").TextContent);
        Assert.Equal(2, drawn.FindAll(".digit").Count);
    }

    [Fact]
    public void Positions_are_written_with_points_whatever_the_culture()
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = new NumberFormatInfo { NumberDecimalSeparator = "," } };
            Assert.Contains("x=\"0.5\"", Sudoku(4, [3, .. new int[15]], new int[16]).Markup);
            Assert.Contains("x=\"0.5\"", Render<ArcGridDrawing>(p => p.Add(d => d.Grid, new ArcGrid(1, 1, [4])).Add(d => d.Digits, true)).Markup);
            Assert.Contains("x=\"0.5\"", Render<MazeGrid>(p => p.Add(d => d.Side, 2).Add(d => d.Tokens, [3, 2, 2, 4])).Markup);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void A_maze_shows_walls_path_start_and_goal()
    {
        var drawn = Render<MazeGrid>(p => p.Add(d => d.Side, 3).Add(d => d.Tokens, [3, 1, 1, 5, 5, 1, 2, 4, 2]));
        Assert.Equal("M1 0h2v1h-2zM2 1h1v1h-1z", drawn.Find(".maze-wall").GetAttribute("d"));
        Assert.Equal("M0 1h2v1h-2z", drawn.Find(".maze-path").GetAttribute("d"));
        Assert.Equal(["S", "G"], drawn.FindAll(".maze-letter").Select(e => e.TextContent));
    }

    [Fact]
    public void Arc_grids_have_the_sites_colours()
    {
        var drawn = Render<ArcGridDrawing>(p => p.Add(d => d.Grid, new ArcGrid(2, 2, [0, 4, 4, 9])));
        Assert.Equal(["#000000", "#FFDC00", "#921231"], drawn.FindAll("path[fill]").Select(e => e.GetAttribute("fill")));
        Assert.Contains("04/49", drawn.Find("svg").GetAttribute("aria-label"));
    }

    [Fact]
    public void Unknown_tokens_are_shown_as_numbers_in_rows()
    {
        var puzzle = new SamplePuzzle(new DatasetKind(PuzzleFamily.Other, 2), 0, 1, 0, 1, 0, 0, 1, "<blank>", null, [([7, 8, 9, 10], [1, -100, 3, 4])], [], []);
        var drawn = Render<PuzzleDrawing>(p => p.Add(d => d.Puzzle, puzzle));
        Assert.Equal([" 7  8\n 9 10", " 1  ·\n 3  4"], drawn.FindAll("pre").Select(e => e.TextContent));
    }

    [Fact]
    public void Bars_are_as_high_as_their_share_of_the_fullest()
    {
        var drawn = Render<RatingBars>(p => p.Add(b => b.Bars, [new RatingBucket(0, 0, 10), new RatingBucket(1, 1, 0), new RatingBucket(2, 3, 5)]));
        Assert.Equal(["66", "0", "33"], drawn.FindAll(".rating-bar").Select(e => e.GetAttribute("height")));
        Assert.Contains("2-3: 5", drawn.Find("svg").GetAttribute("aria-label"));
    }

    private IRenderedComponent<SudokuGrid> Sudoku(int size, int[] tokens, int[] question) =>
        Render<SudokuGrid>(p => p.Add(g => g.Size, size).Add(g => g.Tokens, tokens).Add(g => g.Question, question));
}
