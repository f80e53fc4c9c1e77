using System.Numerics;
using TorchSharp;
using TrmLab.Trainer.Native;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Distributed.Mpi;

/// <summary>Collectives of an MPI library. Tensors on a GPU travel through the host's memory.</summary>
internal sealed unsafe class MpiCollectives : ICollectives
{
    // MPI counts in 32 bits: larger tensors travel in pieces.
    private const long LargestPiece = 1L << 30;

    private readonly MpiLibrary _library;
    private readonly PairwiseRanks _pairwise;
    private bool _finished;

    /// <summary>Joins the other ranks; every rank has to.</summary>
    public MpiCollectives(MpiLibrary library)
    {
        _library = library;
        (Rank, Size) = library.Start();
        _pairwise = new PairwiseRanks(library, Rank, Size);
        Description = $"MPI ({library.Version()}, {library.Name})";
    }

    /// <inheritdoc/>
    public int Rank { get; }

    /// <inheritdoc/>
    public int Size { get; }

    /// <inheritdoc/>
    public string Description { get; }

    /// <inheritdoc/>
    public void Sum(Tensor values)
    {
        var isDouble = values.dtype switch
        {
            ScalarType.Float32 => false,
            ScalarType.Float64 => true,
            _ => throw new ArgumentException($"Only float32 and float64 are summed, not {values.dtype}.", nameof(values)),
        };
        OnHost(values, host => Pieces(host, (at, bytes) =>
        {
            if (isDouble) Sum<double>(at, bytes, _library.Handles.Double);
            else Sum<float>(at, bytes, _library.Handles.Float);
        }));
    }

    /// <inheritdoc/>
    public void Broadcast(Tensor values) => OnHost(values, host => Pieces(host, (at, bytes) => _library.Broadcast((byte*)at, (int)bytes)));

    /// <inheritdoc/>
    public void Gather(Tensor part, Tensor all)
    {
        using var scope = NewDisposeScope();
        var bytes = part.numel() * part.element_size();
        if (bytes > LargestPiece || bytes * Size != all.numel() * all.element_size())
            throw new ArgumentException($"{Size} parts of {bytes} bytes do not make {all.numel() * all.element_size()} bytes.", nameof(all));
        var from = part.cpu();
        OnHost(all, host => _library.Gather(TensorMemory.Of(from), TensorMemory.Of(host), (int)bytes));
    }

    /// <inheritdoc/>
    public void Abort(int exitCode) => _library.Abort(exitCode);

    /// <summary>Waits for the other ranks to do the same.</summary>
    public void Dispose()
    {
        if (_finished)
            return;
        _finished = true;
        _library.Finish();
    }

    private void Sum<T>(nint values, long bytes, nint type)
        where T : unmanaged, IAdditionOperators<T, T, T>
    {
        var count = (int)(bytes / sizeof(T));
        if (PairwiseRanks.Covers(Size))
            _pairwise.Sum(new Span<T>((T*)values, count));
        else
            _library.Sum((T*)values, count, type);
    }

    private static void OnHost(Tensor values, Action<Tensor> work)
    {
        if (values.device_type == DeviceType.CPU)
        {
            work(values);
            return;
        }

        using var gradient = no_grad();
        using var host = values.cpu();
        work(host);
        values.copy_(host);
    }

    private static void Pieces(Tensor host, Action<nint, long> work)
    {
        var start = (nint)TensorMemory.Of(host);
        var left = host.numel() * host.element_size();
        for (; left > 0; start += (nint)LargestPiece, left -= LargestPiece)
            work(start, Math.Min(left, LargestPiece));
    }
}
