using System.Runtime.InteropServices;
using TrmLab.Core.Configuration;
using TrmLab.Trainer.Native.Kernels;
using TrmLab.Trainer.Native.Memory;
using TrmLab.Trainer.Native.Products;

namespace TrmLab.Trainer.Native.Network;

/// <summary>
/// The recursion on a chunk of sequences, with its gradient. Belongs to a thread. The paper's listing, for a chunk that stays in the cache:
/// <code>
/// def latent_recursion(x, y, z, n=6):
///     for i in range(n):              # latent reasoning
///         z = net(x, y, z)
///     y = net(y, z)                   # refine the answer
///     return y, z
///
/// def deep_recursion(x, y, z, n=6, T=3):
///     with torch.no_grad():           # T-1 times without gradient
///         for j in range(T-1):
///             y, z = latent_recursion(x, y, z, n)
///     y, z = latent_recursion(x, y, z, n)
/// </code>
/// </summary>
internal sealed unsafe class ChunkRecursion
{
    private readonly Arena _arena;
    private readonly NetworkSize _size;
    private readonly PreparedNetwork _network;
    private readonly Gradients _gradients;
    private readonly int _items;
    private readonly Block[] _net;
    private readonly QuestionEmbedding _embedding;
    private readonly ReadOut _readOut;
    private readonly List<BlockTape[]> _tapes = [];
    private readonly float* _x, _y, _z, _question, _d, _dx;

    /// <param name="items">Most sequences in a chunk.</param>
    public ChunkRecursion(Arena arena, MatrixProducts products, NetworkSize size, PreparedNetwork network, Gradients gradients, int items)
    {
        (_arena, _size, _network, _gradients, _items) = (arena, size, network, gradients, items);
        var scratch = new Scratch(arena, products, size, items);
        var rotary = size.Mixer == Mixer.Attention && size.Positions == PositionEncoding.Rope
            ? new Rotary(arena, size.Tokens, size.HeadWidth, size.PaddedHead, size.RopeTheta)
            : null;
        _net = [.. network.Layers.Select(layer => new Block(size, products, scratch, layer, gradients, rotary))];
        _embedding = new QuestionEmbedding(size);
        _readOut = new ReadOut(arena, size, network, gradients, items, products.Converts);
        var count = Panels.Size((long)items * size.TokenRows, size.Width);
        _x = arena.Floats(count);
        _y = arena.Floats(count);
        _z = arena.Floats(count);
        _question = arena.Floats(count);
        _d = arena.Floats(count);
        _dx = arena.Floats(count);
    }

    /// <summary>One supervision step of sequences <paramref name="first"/> to <paramref name="first"/> + <paramref name="items"/>.</summary>
    public void Run(StepData data, int first, int items, bool training)
    {
        Load(data, first, items);
        for (var cycle = 1; cycle < data.Cycles; cycle++)
            LatentRecursion(data.LatentSteps, items);

        if (!training)
        {
            LatentRecursion(data.LatentSteps, items);
            Store(data, _y, _z, first, items);
            _readOut.Run(data, _y, null, first, items);
            return;
        }

        Reserve(data.LatentSteps + 1);
        var y = TapedLatentRecursion(data.LatentSteps, items, out var z);
        Store(data, y, z, first, items);
        _readOut.Run(data, y, _d, first, items);
        Backward(data.LatentSteps, items);
        for (var item = 0; item < items; item++)
        {
            _embedding.Backward(
                data.Inputs + (nint)(first + item) * _size.Sequence, _dx, items * _size.TokenRows, item * _size.TokenRows,
                _gradients[_network.TokenEmbedding], _network.Positions < 0 ? null : _gradients[_network.Positions],
                PuzzleRow(data.PuzzleGradient, first + item));
        }
    }

    private void LatentRecursion(int n, int items)
    {
        Elements.Add(_y, _x, _question, Count(items));
        for (var i = 0; i < n; i++)
            Net(_z, _question, items);
        Net(_y, _z, items);
    }

    // state = net(state + injection), in place
    private void Net(float* state, float* injection, int items)
    {
        Elements.Add(state, injection, state, Count(items));
        foreach (var block in _net)
            block.Forward(state, items);
    }

    private float* TapedLatentRecursion(int n, int items, out float* z)
    {
        Elements.Add(_y, _x, _question, Count(items));
        z = _z;
        for (var i = 0; i < n; i++)
            z = Net(_tapes[i], z, _question, items);
        return Net(_tapes[n], _y, z, items);
    }

    private float* Net(BlockTape[] tape, float* state, float* injection, int items)
    {
        Elements.Add(state, injection, tape[0].Input, Count(items));
        for (var layer = 0; layer < _net.Length; layer++)
            _net[layer].Forward(tape[layer], items);
        return tape[^1].Output;
    }

    // y and z of the cycle before are constants, so y = f(y, z) passes its gradient on to z alone, and z = f(z, y + x) to z and x.
    private void Backward(int n, int items)
    {
        NativeMemory.Clear(_dx, (nuint)Count(items) * sizeof(float));
        Backward(_tapes[n], items);
        for (var i = n - 1; i >= 0; i--)
        {
            Backward(_tapes[i], items);
            Elements.Add(_dx, _d, _dx, Count(items));
        }
    }

    private void Backward(BlockTape[] tape, int items)
    {
        for (var layer = _net.Length - 1; layer >= 0; layer--)
            _net[layer].Backward(_d, tape[layer], items);
    }

    private void Load(StepData data, int first, int items)
    {
        var rows = items * _size.TokenRows;
        for (var item = 0; item < items; item++)
        {
            var row = item * _size.TokenRows;
            var state = (nint)(first + item) * _size.Tokens * _size.Width;
            StateLayout.Load(data.Answer + state, _y, _size, rows, row);
            StateLayout.Load(data.Latent + state, _z, _size, rows, row);
            _embedding.Forward(
                data.Weights, data.Inputs + (nint)(first + item) * _size.Sequence, PuzzleRow(data.PuzzleRows, first + item), _x, rows, row);
        }
    }

    private void Store(StepData data, float* y, float* z, int first, int items)
    {
        for (var item = 0; item < items; item++)
        {
            var state = (nint)(first + item) * _size.Tokens * _size.Width;
            StateLayout.Store(y, data.Answer + state, _size, items * _size.TokenRows, item * _size.TokenRows);
            StateLayout.Store(z, data.Latent + state, _size, items * _size.TokenRows, item * _size.TokenRows);
        }
    }

    // Tapes are made when first needed: evaluation has none, and a curriculum deepens the recursion as it goes.
    private void Reserve(int calls)
    {
        while (_tapes.Count < calls)
        {
            var tape = new BlockTape[_net.Length];
            for (var layer = 0; layer < tape.Length; layer++)
                tape[layer] = new BlockTape(_arena, _size, _items, layer == 0 ? null : tape[layer - 1]);
            _tapes.Add(tape);
        }
    }

    private float* PuzzleRow(float* rows, int sequence) => rows == null ? null : rows + (nint)sequence * _size.PuzzleWidth;

    private nint Count(int items) => (nint)Panels.Size((long)items * _size.TokenRows, _size.Width);
}
