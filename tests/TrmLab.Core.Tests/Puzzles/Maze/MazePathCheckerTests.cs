using TrmLab.Core.Puzzles;
using TrmLab.Core.Puzzles.Maze;
using static TrmLab.Core.Tests.Puzzles.Maze.Mazes;

namespace TrmLab.Core.Tests.Puzzles.Maze;

public class MazePathCheckerTests
{
    private const string Question = "S..#/...#/.#../...G";

    [Theory]
    // Two different shortest paths, a detour, and a detour that touches itself.
    [InlineData("Soo#/..o#/.#oo/...G", true, true, true)]
    [InlineData("S..#/o..#/o#../oooG", true, true, true)]
    [InlineData("S..#/ooo#/.#oo/...G", true, true, true)]
    [InlineData("Soo#/.oo#/.#oo/...G", true, true, false)]
    // A stray mark, a dead end, a gap, nothing.
    [InlineData("S.o#/o..#/o#../oooG", true, false, false)]
    [InlineData("Soo#/o.o#/.#oo/...G", true, false, false)]
    [InlineData("S..#/o..#/o#../o.oG", true, false, false)]
    [InlineData(Question, true, false, false)]
    // A wall built, a wall walked through, the goal painted over.
    [InlineData("S.##/o..#/o#../oooG", false, false, false)]
    [InlineData("Sooo/...o/.#.o/...G", false, false, false)]
    [InlineData("S..#/o..#/o#../oooo", false, false, false)]
    public void APathIsJudgedByTheMaze(string prediction, bool intact, bool valid, bool shortest)
    {
        MazePathResult result = new MazePathChecker(4).Check(Tokens(Question), Tokens(prediction));
        Assert.Equal((intact, valid, shortest, 6), (result.Intact, result.Valid, result.Shortest, result.ShortestMoves));
    }

    [Fact]
    public void ScoresCountMazesAndLeavePaddingOut()
    {
        var score = new MazePathScore(4);
        var batch = new PuzzleBatch("all", 3, 16);
        Tokens(Question).CopyTo(batch.Inputs, 0);
        Tokens(Question).CopyTo(batch.Inputs, 16);
        batch.ValidRows = 2;
        score.Add(batch, [.. Tokens("S..#/o..#/o#../oooG"), .. Tokens("Soo#/.oo#/.#oo/...G"), .. new int[16]]);
        Assert.Equal((2, 1.0, 0.5), (score.Count, score.ValidPath, score.ShortestPath));
    }

    [Fact]
    public void EverySharedAnswerIsAShortestPathAlsoTransformed()
    {
        var score = new MazePathScore(30);
        byte[] question = new byte[900], answer = new byte[900];
        foreach (MazePuzzle maze in MazeCsv.Read(SharedData.Data("maze-hard/test.csv")).Take(50))
        {
            for (int transform = 0; transform < Dihedral.Count; transform++)
            {
                Dihedral.Apply<byte>(transform, maze.Question, 30, 30, question);
                Dihedral.Apply<byte>(transform, maze.Answer, 30, 30, answer);
                score.Add([.. question.Select(cell => (int)cell)], [.. answer.Select(cell => (int)cell)]);
            }
        }
        Assert.Equal((400, 1.0), (score.Count, score.ShortestPath));
    }
}
