namespace TrmLab.Trainer.Evaluation;

/// <summary>
/// Chooses an answer to one puzzle from the attempts so far: the one that the halting head likes best, the most frequent one (ties by the mean
/// of sigmoid(q), then the first), or the most frequent token of every cell (ties to the first).
/// </summary>
/// <param name="labels">[S].</param>
/// <param name="vocabulary">Tokens V.</param>
internal sealed class AttemptVote(int[] labels, int vocabulary)
{
    private readonly Dictionary<string, Candidate> _candidates = [];
    private readonly int[] _votes = new int[labels.Length * vocabulary];
    private readonly int[] _cells = new int[labels.Length];
    private Candidate? _frequent;
    private float _bestLogit = float.NegativeInfinity;
    private bool _bestExact;

    /// <summary>Whether the answer with the highest halting logit is exact.</summary>
    public bool HaltHead => _bestExact;

    /// <summary>Whether the most frequent answer is exact.</summary>
    public bool Majority => _frequent!.Exact;

    /// <summary>Whether the cell by cell vote is exact.</summary>
    public bool Cells => AnswerMatch.Of(_cells, labels).Exact;

    /// <summary>Whether any answer is exact: what a perfect judge would choose.</summary>
    public bool Any { get; private set; }

    /// <summary>The answer with the highest halting logit.</summary>
    public int[] Best { get; private set; } = new int[labels.Length];

    /// <summary>The highest halting logit.</summary>
    public float BestLogit => _bestLogit;

    /// <summary>Takes one more answer, [S], in the puzzle's own form.</summary>
    public void Add(ReadOnlySpan<int> answer, float haltLogit)
    {
        var exact = AnswerMatch.Of(answer, labels).Exact;
        Any |= exact;
        if (haltLogit > _bestLogit)
        {
            (_bestLogit, _bestExact) = (haltLogit, exact);
            answer.CopyTo(Best);
        }

        for (var i = 0; i < answer.Length; i++)
        {
            ref var votes = ref _votes[i * vocabulary + answer[i]];
            votes++;
            if (votes > _votes[i * vocabulary + _cells[i]]) _cells[i] = answer[i];
        }

        var key = string.Create(answer.Length, answer, (text, tokens) =>
        {
            for (var i = 0; i < text.Length; i++) text[i] = (char)tokens[i];
        });
        if (!_candidates.TryGetValue(key, out var candidate)) _candidates[key] = candidate = new Candidate(exact);
        candidate.Add(haltLogit);
        if (_frequent is null || candidate.Beats(_frequent)) _frequent = candidate;
    }

    private sealed class Candidate(bool exact)
    {
        private int _votes;
        private double _confidence;

        public bool Exact => exact;

        public void Add(float haltLogit)
        {
            _votes++;
            _confidence += 1 / (1 + Math.Exp(-haltLogit));
        }

        public bool Beats(Candidate other) =>
            _votes > other._votes || (_votes == other._votes && _confidence / _votes > other._confidence / other._votes);
    }
}
