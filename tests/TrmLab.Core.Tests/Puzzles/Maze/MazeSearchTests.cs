using TrmLab.Core.Puzzles.Maze;
using static TrmLab.Core.Tests.Puzzles.Maze.Mazes;

namespace TrmLab.Core.Tests.Puzzles.Maze;

public class MazeSearchTests
{
    [Theory]
    [InlineData("S..#/.#../..#./#..G", 6, false)]
    [InlineData("S###/.###/..../###G", 6, true)]
    [InlineData("SG../####/..../....", 1, true)]
    [InlineData("S#../##../..../...G", -1, false)]
    public void ShortestMovesAndUniqueness(string rows, int moves, bool unique)
    {
        var search = new MazeSearch(4);
        Assert.Equal(moves, search.ShortestMoves(Cells(rows)));
        Assert.Equal(unique, search.HasUniqueShortestPath(Cells(rows)));
    }

    [Theory]
    [InlineData("maze-hard/train.csv")]
    [InlineData("maze-hard-unique/test.csv.gz")]
    public void TheMarkedPathIsThatOfTheSharedMazes(string file)
    {
        MazeSearch? search = null;
        foreach (MazePuzzle maze in MazeCsv.Read(SharedData.Data(file)))
        {
            search ??= new MazeSearch(maze.Side);
            byte[] marked = [.. maze.Question];
            Assert.Equal(maze.Rating, search.ShortestMoves(maze.Question));
            search.MarkPath(marked);
            Assert.Equal(maze.Answer, marked);
            Assert.Equal(file.Contains("unique"), search.HasUniqueShortestPath(maze.Question));
        }
    }
}
