namespace TrmLab.Core.Puzzles.Arc;

/// <summary>An answer that at least one augmentation gave to a test input.</summary>
public sealed class ArcCandidate
{
    private readonly int _appearance;
    private double _haltSum;

    internal ArcCandidate(ArcGrid grid, int appearance)
    {
        Grid = grid;
        _appearance = appearance;
    }

    /// <summary>The answer, augmentation undone; empty when nothing could be read.</summary>
    public ArcGrid Grid { get; }

    /// <summary>Number of augmentations that gave it.</summary>
    public int Votes { get; private set; }

    /// <summary>Mean of sigmoid(q_halt) over its votes: how sure the network was.</summary>
    public double MeanHalt => _haltSum / Votes;

    internal void AddVote(double halt)
    {
        Votes++;
        _haltSum += halt;
    }

    /// <summary>By votes, then by mean halt; ties in the order of first appearance.</summary>
    internal static IReadOnlyList<ArcCandidate> Ranked(IEnumerable<ArcCandidate> candidates) =>
        [.. candidates.OrderByDescending(c => c.Votes).ThenByDescending(c => c.MeanHalt).ThenBy(c => c._appearance)];
}
