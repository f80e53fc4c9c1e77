using TrmLab.Core.Puzzles.Maze;

namespace TrmLab.Core.Tracing.Rules;

/// <summary>Walls, start and goal stay; marks lie on open cells, lead on to both sides, and join start and goal.</summary>
internal sealed class MazePuzzleRules(int side) : PuzzleRules
{
    private const int Changed = 0;
    private const int DeadEnd = 1;
    private const int Apart = 2;

    public override string Kind => "maze";

    public override int Columns => side;

    public override IReadOnlyList<string> Names => ["changed cell", "dead end", "start cut off from goal"];

    public override IReadOnlyList<string> Signs { get; } = ["", .. MazeTokens.Characters.Select(sign => sign == ' ' ? "" : $"{sign}")];

    public override void Judge(ReadOnlySpan<byte> question, ReadOnlySpan<byte> answer, Span<int> counts, Span<bool> cells)
    {
        counts.Clear();
        cells.Clear();
        for (var cell = 0; cell < answer.Length; cell++)
        {
            var marked = answer[cell] == MazeTokens.Path;
            if (marked ? question[cell] != MazeTokens.Open : answer[cell] != question[cell])
            {
                counts[Changed]++;
                cells[cell] = true;
            }
            else if (marked && Ways(answer, cell) < 2)
            {
                counts[DeadEnd]++;
                cells[cell] = true;
            }
        }

        if (!Joined(question, answer))
            counts[Apart] = 1;
    }

    private bool Joined(ReadOnlySpan<byte> question, ReadOnlySpan<byte> answer)
    {
        var start = question.IndexOf(MazeTokens.Start);
        if (start < 0)
            return false;
        var seen = new bool[answer.Length];
        var waiting = new Stack<int>([start]);
        while (waiting.TryPop(out var cell))
        {
            if (question[cell] == MazeTokens.Goal)
                return true;
            foreach (var next in Neighbours(cell))
            {
                if (seen[next] || (answer[next] != MazeTokens.Path && question[next] != MazeTokens.Goal))
                    continue;
                seen[next] = true;
                waiting.Push(next);
            }
        }

        return false;
    }

    private int Ways(ReadOnlySpan<byte> answer, int cell)
    {
        var ways = 0;
        foreach (var next in Neighbours(cell))
            ways += answer[next] is MazeTokens.Path or MazeTokens.Start or MazeTokens.Goal ? 1 : 0;
        return ways;
    }

    private IEnumerable<int> Neighbours(int cell)
    {
        if (cell >= side)
            yield return cell - side;
        if (cell < side * (side - 1))
            yield return cell + side;
        if (cell % side > 0)
            yield return cell - 1;
        if (cell % side < side - 1)
            yield return cell + 1;
    }
}
