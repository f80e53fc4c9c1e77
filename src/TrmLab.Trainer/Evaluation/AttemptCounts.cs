using TrmLab.Core.Statistics;

namespace TrmLab.Trainer.Evaluation;

/// <summary>Counts exact choices among the first k attempts, over puzzles.</summary>
internal sealed class AttemptCounts(string kind, int attempts)
{
    private readonly long[] _haltHead = new long[attempts];
    private readonly long[] _majority = new long[attempts];
    private readonly long[] _cells = new long[attempts];
    private readonly long[] _any = new long[attempts];
    private long _exact;

    /// <summary>Counts a puzzle's choice after an attempt (from 0) was added.</summary>
    /// <param name="exact">Whether this attempt alone is.</param>
    public void Add(int attempt, AttemptVote vote, bool exact)
    {
        _exact += exact ? 1 : 0;
        _haltHead[attempt] += vote.HaltHead ? 1 : 0;
        _majority[attempt] += vote.Majority ? 1 : 0;
        _cells[attempt] += vote.Cells ? 1 : 0;
        _any[attempt] += vote.Any ? 1 : 0;
    }

    /// <summary>The curves over a number of puzzles, at least 1.</summary>
    public AttemptCurves Over(int puzzles)
    {
        Share[] Shares(long[] counts) => [.. counts.Select(count => Share.Of(count, puzzles))];
        return new AttemptCurves(kind, attempts, _exact / ((double)attempts * puzzles), Shares(_haltHead), Shares(_majority), Shares(_cells), Shares(_any));
    }
}
