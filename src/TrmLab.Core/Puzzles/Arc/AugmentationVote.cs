namespace TrmLab.Core.Puzzles.Arc;

/// <summary>
/// Collects the predictions of all augmentations of the test tasks. Each is cropped, brought back to the task as it is, and counts as a vote for that
/// answer to that input. Fed row by row, so it works with any batching.
/// </summary>
public sealed class AugmentationVote
{
    private readonly IReadOnlyList<ArcTask> _tasks;
    private readonly IReadOnlyList<string> _identifiers;
    private readonly Dictionary<(string Task, ArcGrid Input), Dictionary<ArcGrid, ArcCandidate>> _votes = [];
    private readonly byte[] _tokens = new byte[ArcSequence.Length];

    /// <param name="tasks">The tasks of test_puzzles.json, in its order.</param>
    /// <param name="identifiers">The names of identifiers.json.</param>
    public AugmentationVote(IReadOnlyList<ArcTask> tasks, IReadOnlyList<string> identifiers)
    {
        if (tasks.Count == 0)
            throw new InputException("There are no test tasks to vote on; test_puzzles.json is empty.");
        _tasks = tasks;
        _identifiers = identifiers;
        foreach (ArcTask task in tasks)
        {
            foreach (ArcPair pair in task.Test)
                _votes[(task.Id, pair.Input)] = [];
        }
    }

    /// <summary>Sequences that belong to no test input: of other tasks, or with an input that is not a test input.</summary>
    public int Unassigned { get; private set; }

    /// <summary>Reads test_puzzles.json and identifiers.json of a data set directory.</summary>
    /// <exception cref="InputException">One of them is missing: the data set is not of ARC or not complete.</exception>
    public static AugmentationVote For(string datasetDirectory) =>
        new(ArcTaskReader.ReadCombined(Path.Combine(datasetDirectory, "test_puzzles.json")), PuzzleDataset.ReadIdentifiers(datasetDirectory));

    /// <summary>Adds the predictions of a batch. Rows with the blank identifier are padding and are skipped.</summary>
    /// <param name="batch">A test batch, its tokens [B, 900].</param>
    /// <param name="predictions">Predicted tokens, [B, 900].</param>
    /// <param name="haltLogits">Halting logits, [B].</param>
    public void Add(PuzzleBatch batch, ReadOnlySpan<int> predictions, ReadOnlySpan<float> haltLogits)
    {
        for (int row = 0; row < batch.BatchSize; row++)
        {
            int start = row * ArcSequence.Length;
            Add(batch.PuzzleIdentifiers[row], batch.Inputs.AsSpan(start, ArcSequence.Length), predictions.Slice(start, ArcSequence.Length), haltLogits[row]);
        }
    }

    /// <summary>Adds one prediction; the blank identifier (0) is skipped.</summary>
    /// <param name="identifier">Index into identifiers.json.</param>
    /// <param name="input">900 tokens.</param>
    /// <param name="prediction">900 tokens.</param>
    /// <param name="haltLogit">q_halt.</param>
    public void Add(int identifier, ReadOnlySpan<int> input, ReadOnlySpan<int> prediction, double haltLogit)
    {
        if (identifier == 0)
            return;
        if ((uint)identifier >= (uint)_identifiers.Count)
            throw new InputException($"A puzzle has identifier {identifier}, but identifiers.json has {_identifiers.Count} names; it is of another data set.");
        (string task, ArcAugmentation augmentation) = ArcAugmentation.Parse(_identifiers[identifier]);
        if (!_votes.TryGetValue((task, augmentation.Undo(Crop(input))), out Dictionary<ArcGrid, ArcCandidate>? candidates))
        {
            Unassigned++;
            return;
        }
        ArcGrid answer = augmentation.Undo(Crop(prediction));
        if (!candidates.TryGetValue(answer, out ArcCandidate? candidate))
            candidates.Add(answer, candidate = new ArcCandidate(answer, candidates.Count));
        candidate.AddVote(1 / (1 + Math.Exp(-haltLogit)));
    }

    /// <summary>Ranks the candidates of every test input and scores them; more predictions may be added afterwards.</summary>
    public ArcEvaluation Evaluate()
    {
        var results = new List<ArcTaskResult>(_tasks.Count);
        foreach (ArcTask task in _tasks)
        {
            ArcInputResult[] inputs = [.. task.Test.Select(pair => new ArcInputResult(pair, ArcCandidate.Ranked(_votes[(task.Id, pair.Input)].Values)))];
            results.Add(new ArcTaskResult(task.Id, inputs));
        }
        return new ArcEvaluation(results);
    }

    private ArcGrid Crop(ReadOnlySpan<int> tokens)
    {
        if (tokens.Length != ArcSequence.Length)
            throw new ArgumentException($"An ARC sequence has {ArcSequence.Length} tokens, not {tokens.Length}.", nameof(tokens));
        for (int i = 0; i < tokens.Length; i++)
            _tokens[i] = (uint)tokens[i] < ArcSequence.VocabularySize ? (byte)tokens[i] : (byte)ArcSequence.Padding;
        return ArcSequence.Crop(_tokens);
    }
}
