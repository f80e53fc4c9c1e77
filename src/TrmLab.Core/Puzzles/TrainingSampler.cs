using System.Diagnostics.CodeAnalysis;
using TrmLab.Core.Numerics;

namespace TrmLab.Core.Puzzles;

/// <summary>
/// Draws training batches by the reference's rules. An iteration (evaluation interval) takes, for each set, <c>epochsPerIteration</c> random
/// permutations of the groups one after the other; of each group in turn it draws one puzzle and takes as many of its examples as the batch
/// has room for, without replacement. What remains of a puzzle cut at the end of a batch is lost; an incomplete last batch is dropped.
/// Everything is seeded and the state can be saved between batches, so a resumed run sees the very same batches. Not thread-safe.
/// </summary>
public sealed class TrainingSampler
{
    private readonly PuzzleDataset _dataset;
    private readonly IExampleAugmentation? _augmentation;
    private readonly int _batchSize;
    private readonly int _epochsPerIteration;
    private readonly SeededRandom _random;
    private readonly SeededRandom _augmentationRandom;
    private int[] _choices = [];
    private int _set;
    private int _epoch;
    private int _position;
    private RandomState? _orderState;
    private int[] _order = [];

    /// <exception cref="InputException">The data can not fill a single batch.</exception>
    public TrainingSampler(PuzzleDataset dataset, int batchSize, int epochsPerIteration, long seed, IExampleAugmentation? augmentation = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(epochsPerIteration);
        SamplerChecks.Check(dataset, batchSize, epochsPerIteration);
        _dataset = dataset;
        _augmentation = augmentation;
        _batchSize = batchSize;
        _epochsPerIteration = epochsPerIteration;
        _random = new SeededRandom(seed, stream: 1);
        _augmentationRandom = new SeededRandom(seed, stream: 2);
    }

    /// <summary>Completed iterations.</summary>
    public int Iteration { get; private set; }

    /// <summary>Batches that one iteration yields: exact where every puzzle has one example, else the expected number rounded down.</summary>
    public long BatchesPerIteration => _dataset.Sets.Sum(
        set => (long)((double)set.Groups * _epochsPerIteration * set.Examples / set.Puzzles / _batchSize));

    public SamplerState State => new(
        _batchSize, _epochsPerIteration, Groups, Iteration, _set, _epoch, _position, _orderState, _random.State, _augmentationRandom.State);

    private int Groups => _dataset.Sets.Sum(set => set.Groups);

    /// <summary>The next batch, or false once when the iteration is over; the call after that starts the next iteration.</summary>
    public bool TryNext([NotNullWhen(true)] out PuzzleBatch? batch)
    {
        while (_set < _dataset.Sets.Count)
        {
            PuzzleSet set = _dataset.Sets[_set];
            var candidate = new PuzzleBatch(set.Name, _batchSize, _dataset.Metadata.SequenceLength);
            if (TryFill(candidate, set))
            {
                batch = candidate;
                return true;
            }

            _set++;
            _epoch = 0;
            _orderState = null;
        }

        _set = 0;
        Iteration++;
        batch = null;
        return false;
    }

    /// <summary>Goes on from a saved state.</summary>
    /// <exception cref="InputException">The state belongs to another data set or other settings.</exception>
    public void Restore(SamplerState state)
    {
        if (state.BatchSize != _batchSize || state.EpochsPerIteration != _epochsPerIteration || state.Groups != Groups || state.Set >= _dataset.Sets.Count)
        {
            throw new InputException(
                $"The saved sampler position belongs to {state.Groups} groups, batch size {state.BatchSize} and {state.EpochsPerIteration} epochs per evaluation; "
                + $"this run has {Groups}, {_batchSize} and {_epochsPerIteration}. Resume with the data and settings of the run.");
        }

        Iteration = state.Iteration;
        _set = state.Set;
        _epoch = state.Epoch;
        if (state.Order is { } order)
        {
            _random.State = order;
            DrawOrder(_dataset.Sets[_set]);
        }

        _orderState = state.Order;
        _position = state.Position;
        _random.State = state.Draw;
        _augmentationRandom.State = state.Augmentation;
    }

    private bool TryFill(PuzzleBatch batch, PuzzleSet set)
    {
        int row = 0;
        while (row < _batchSize)
        {
            if (_orderState is null)
            {
                DrawOrder(set);
            }
            else if (_position == _order.Length)
            {
                if (_epoch + 1 == _epochsPerIteration)
                {
                    return false;
                }

                _epoch++;
                DrawOrder(set);
            }

            int group = _order[_position++];
            int puzzle = _random.Next(set.GroupIndices[group], set.GroupIndices[group + 1]);
            row = FillFrom(batch, row, set, puzzle);
        }

        batch.ValidRows = _batchSize;
        return true;
    }

    private int FillFrom(PuzzleBatch batch, int row, PuzzleSet set, int puzzle)
    {
        int first = set.PuzzleIndices[puzzle];
        int size = set.PuzzleIndices[puzzle + 1] - first;
        int taken = Math.Min(size, _batchSize - row);
        if (_choices.Length < size)
        {
            _choices = new int[size];
        }

        for (int i = 0; i < size; i++)
        {
            _choices[i] = i;
        }

        for (int i = 0; i < taken; i++, row++)
        {
            int j = _random.Next(i, size);
            (_choices[i], _choices[j]) = (_choices[j], _choices[i]);
            batch.Fill(row, set, first + _choices[i], puzzle);
            _augmentation?.Apply(_augmentationRandom, batch.InputRow(row), batch.LabelRow(row));
        }

        return row;
    }

    private void DrawOrder(PuzzleSet set)
    {
        _orderState = _random.State;
        if (_order.Length != set.Groups)
        {
            _order = new int[set.Groups];
        }

        for (int i = 0; i < _order.Length; i++)
        {
            _order[i] = i;
        }

        _random.Shuffle(_order.AsSpan());
        _position = 0;
    }
}
