using TrmLab.Core.Puzzles;

namespace TrmLab.Trainer.Evaluation;

/// <summary>Puzzles of one batch times some of the attempts at each: row r is attempt <c>First + r % PerPuzzle</c> at puzzle <c>r / PerPuzzle</c>.</summary>
internal sealed class AttemptBatch
{
    /// <param name="puzzles">Padding included.</param>
    /// <param name="first">First attempt of this batch.</param>
    /// <param name="perPuzzle">Attempts of this batch.</param>
    /// <param name="keepPadding">True leaves padding rows in, as the reference's losses have it.</param>
    public AttemptBatch(PuzzleBatch puzzles, IAttempts attempts, int first, int perPuzzle, bool keepPadding)
    {
        (First, PerPuzzle) = (first, perPuzzle);
        var count = keepPadding ? puzzles.BatchSize : puzzles.ValidRows;
        Batch = puzzles.Take([.. Enumerable.Range(0, count * perPuzzle).Select(row => row / perPuzzle)]);
        Rows = [.. Batch.ExampleIndices.Select((example, row) => new AttemptRow(example, AttemptOf(row)))];
        var length = Batch.SequenceLength;
        for (var row = 0; row < Rows.Count; row++)
            attempts.Transform(AttemptOf(row), Batch.Inputs.AsSpan(row * length, length), Batch.Labels.AsSpan(row * length, length));
    }

    /// <summary>The rows as the network is asked them.</summary>
    public PuzzleBatch Batch { get; }

    public IReadOnlyList<AttemptRow> Rows { get; }

    public int First { get; }

    public int PerPuzzle { get; }

    private int AttemptOf(int row) => First + row % PerPuzzle;
}
