using TrmLab.Core.Costs;
using TrmLab.Trainer.Native.Memory;
using TrmLab.Trainer.Native.Network;
using TrmLab.Trainer.Native.Products;

namespace TrmLab.Trainer.Native;

/// <summary>
/// The network on plain memory: forward and backward of one supervision step over a batch, on a fixed number of threads. Each thread owns a
/// share of the batch and takes it through all cycles and back in chunks; the only sums across threads are the weights' gradients, added in
/// the threads' order.
/// </summary>
internal sealed unsafe class NativeNetwork : IDisposable
{
    private readonly NetworkSize _size;
    private readonly WorkerTeam _team;
    private readonly Arena _shared = new();
    private readonly PreparedNetwork _prepared;
    private readonly Worker[] _workers;
    private readonly int _chunk;

    /// <param name="products">Number format of the products.</param>
    /// <param name="batchSize">Most sequences of a step; larger ones may fit too, see <see cref="Holds"/>.</param>
    public NativeNetwork(NetworkSize size, MatrixProducts products, int batchSize, int threads)
    {
        (_size, _chunk) = (size, ChunkPlan.Most(size.Tokens, batchSize, threads));
        _team = new WorkerTeam(threads);
        _prepared = new PreparedNetwork(_shared, products, size);
        _workers = new Worker[threads];

        // Each thread makes its own memory, so that it lies where the thread runs.
        _team.Run(number => _workers[number] = new Worker(products, size, _prepared, _chunk));
    }

    /// <summary>Whether the memory is enough for a batch.</summary>
    public bool Holds(int batchSize) => ChunkPlan.Sequences(_size.Tokens, batchSize, _team.Size) <= _chunk;

    /// <summary>Bytes of native memory held.</summary>
    public long Bytes => _shared.Bytes + _workers.Sum(worker => worker.Arena.Bytes);

    /// <summary>One supervision step.</summary>
    /// <param name="training">True: also writes the gradient of total loss / batch size to the weights' gradients.</param>
    public void Run(StepData data, bool training)
    {
        if (!Holds(data.BatchSize))
            throw new ArgumentException($"A batch of {data.BatchSize} sequences was given to a network made for chunks of {_chunk}.", nameof(data));
        var chunk = ChunkPlan.Sequences(_size.Tokens, data.BatchSize, _team.Size);
        data.Weights.Check(_size);
        CheckTokens(data);
        _team.Run(number => _prepared.Prepare(data.Weights, number, _team.Size));
        _team.Run(number => _workers[number].Run(data, number, _team.Size, chunk, training));
        if (training)
            _team.Run(number => Gradients.Collect([.. _workers.Select(worker => worker.Gradients)], data.Weights, number));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _team.Dispose();
        foreach (var worker in _workers)
            worker.Arena.Dispose();
        _shared.Dispose();
    }

    // A wrong token would read or write outside of the tables.
    private void CheckTokens(StepData data)
    {
        for (nint i = 0; i < (nint)data.BatchSize * _size.Sequence; i++)
        {
            if ((uint)data.Inputs[i] >= (uint)_size.Vocabulary)
                throw new ArgumentException($"Input token {data.Inputs[i]} is outside of the vocabulary 0..{_size.Vocabulary - 1}.", nameof(data));
            if ((uint)data.Labels[i] >= (uint)_size.Vocabulary && data.Labels[i] != StepData.IgnoreLabel)
                throw new ArgumentException($"Label {data.Labels[i]} is outside of the vocabulary 0..{_size.Vocabulary - 1}.", nameof(data));
        }
    }

    private sealed class Worker
    {
        private readonly ChunkRecursion _recursion;

        public Worker(MatrixProducts products, NetworkSize size, PreparedNetwork network, int chunk)
        {
            Gradients = new Gradients(Arena, network.Slots);
            _recursion = new ChunkRecursion(Arena, products, size, network, Gradients, chunk);
        }

        public Arena Arena { get; } = new();

        public Gradients Gradients { get; }

        public void Run(StepData data, int number, int threads, int chunk, bool training)
        {
            if (training)
                Gradients.Clear();
            var end = data.BatchSize * (number + 1) / threads;
            for (var first = data.BatchSize * number / threads; first < end; first += chunk)
                _recursion.Run(data, first, Math.Min(chunk, end - first), training);
        }
    }
}
