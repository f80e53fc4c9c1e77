namespace TrmLab.Core.Puzzles.Arc;

/// <summary>One test input: the pair asked for and the candidates, best first.</summary>
public sealed record ArcInputResult(ArcPair Pair, IReadOnlyList<ArcCandidate> Candidates)
{
    /// <summary>Place of the right answer among the candidates, from 1; 0 when it is not among them.</summary>
    public int Rank { get; } = 1 + Candidates.ToList().FindIndex(candidate => candidate.Grid.Equals(Pair.Output));

    /// <summary>All votes cast for this input.</summary>
    public int Votes => Candidates.Sum(candidate => candidate.Votes);

    /// <summary>Votes for the right answer.</summary>
    public int RightVotes => Rank == 0 ? 0 : Candidates[Rank - 1].Votes;
}

/// <summary>One task with all its test inputs.</summary>
public sealed record ArcTaskResult(string Task, IReadOnlyList<ArcInputResult> Inputs)
{
    /// <summary>Share of the test inputs whose answer is among the first <paramref name="k"/> candidates.</summary>
    public double PassAt(int k) => (double)Inputs.Count(input => input.Rank > 0 && input.Rank <= k) / Inputs.Count;
}
