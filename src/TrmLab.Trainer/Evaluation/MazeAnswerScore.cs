using TrmLab.Core.Puzzles;
using TrmLab.Core.Puzzles.Maze;

namespace TrmLab.Trainer.Evaluation;

/// <summary>Share of mazes whose answer is some valid path, and some shortest path: with random walls there are many.</summary>
internal sealed class MazeAnswerScore(string set, int side) : IAnswerScore
{
    private readonly MazePathScore _score = new(side);

    public void Add(PuzzleBatch batch, ReadOnlySpan<int> answers, ReadOnlySpan<float> haltLogits) => _score.Add(batch, answers);

    public IEnumerable<KeyValuePair<string, double>> Metrics() =>
    [
        new($"{set}/{MazePathScore.ValidPathMetric}", _score.ValidPath),
        new($"{set}/{MazePathScore.ShortestPathMetric}", _score.ShortestPath),
    ];

    public IEnumerable<KeyValuePair<string, Action<Stream>>> Files() => [];
}
