using TrmLab.Core.Costs;
using TrmLab.Trainer.Distributed;
using TrmLab.Trainer.Native.Memory;
using TrmLab.Trainer.Native.Network;
using TrmLab.Trainer.Native.Products;

namespace TrmLab.Trainer.Native;

/// <summary>
/// The network on plain memory: forward and backward of one supervision step over a batch, on a fixed number of threads. Each thread owns
/// some parts of the batch and takes them through all cycles and back in chunks; the only sums across parts are the weights' gradients, added
/// pair by pair, over the parts of a thread, over threads and, by the caller, over ranks.
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
    /// <param name="batchSize">Most sequences of a step here; larger ones may fit too, see <see cref="Holds"/>.</param>
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
    public bool Holds(int batchSize) => ChunkPlan.Most(_size.Tokens, batchSize, _team.Size) <= _chunk;

    /// <summary>Bytes of native memory held.</summary>
    public long Bytes => _shared.Bytes + _workers.Sum(worker => worker.Arena.Bytes);

    /// <summary>One supervision step.</summary>
    /// <param name="share">The rows of the global batch that <paramref name="data"/> has.</param>
    /// <param name="training">True: also writes the gradient of total loss / batch size to the weights' gradients.</param>
    public void Run(StepData data, RowShare share, bool training)
    {
        if (!Holds(data.BatchSize) || data.BatchSize != share.Count)
            throw new ArgumentException($"A batch of {data.BatchSize} sequences was given for {share.Count}, to a network made for chunks of {_chunk}.", nameof(data));
        var parts = ChunkPlan.PartsPerWorker(_size.Tokens, share.Total, share.Of * _team.Size);
        data.Weights.Check(_size);
        CheckTokens(data);
        _team.Run(number => _prepared.Prepare(data.Weights, number, _team.Size));
        _team.Run(number => _workers[number].Run(data, share.Part(number, _team.Size), share.First, parts, training));
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
        private readonly int _tokens;
        private readonly ChunkRecursion _recursion;

        public Worker(MatrixProducts products, NetworkSize size, PreparedNetwork network, int chunk)
        {
            _tokens = size.Tokens;
            Gradients = new Gradients(Arena, network.Slots);
            _recursion = new ChunkRecursion(Arena, products, size, network, Gradients, chunk);
        }

        public Arena Arena { get; } = new();

        public Gradients Gradients { get; }

        // offset: the first row of the global batch in the data.
        public void Run(StepData data, RowShare share, int offset, int parts, bool training)
        {
            for (var number = 0; number < parts; number++)
            {
                var part = share.Part(number, parts);
                if (training)
                    Gradients.Clear();
                Run(data, part.First - offset, part.Count, training);
                if (training)
                    Gradients.Close(number, parts);
            }
        }

        private void Run(StepData data, int first, int count, bool training)
        {
            var chunk = ChunkPlan.Sequences(_tokens, count);
            for (var done = 0; done < count; done += chunk)
                _recursion.Run(data, first + done, Math.Min(chunk, count - done), training);
        }
    }
}
