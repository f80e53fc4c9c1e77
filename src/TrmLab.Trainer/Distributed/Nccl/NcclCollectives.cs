using TrmLab.Trainer.Model;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Distributed.Nccl;

/// <summary>
/// Collectives between GPUs. A call on GPU tensors returns when it is queued on the device; tensors of the host travel through the device
/// and are waited for.
/// </summary>
/// <remarks>Compiled and tested against a stand-in of the library; not run on GPUs yet.</remarks>
internal sealed unsafe class NcclCollectives : ICollectives
{
    private readonly NcclLibrary _library;
    private readonly Device _device;
    private nint _communicator;

    /// <summary>Joins the other ranks; every rank has to.</summary>
    /// <param name="device">This rank's own GPU, the only one that the process sees.</param>
    public NcclCollectives(NcclLibrary library, NcclId id, int rank, int size, Device device)
    {
        (_library, Rank, Size, _device) = (library, rank, size, device);
        using (zeros([1], device: device))
        {
            // Makes the device's context current before NCCL looks for it.
            _communicator = library.Join(size, id, rank);
        }

        Description = library.Version();
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
        var type = values.dtype switch
        {
            ScalarType.Float32 => NcclLibrary.Float,
            ScalarType.Float64 => NcclLibrary.Double,
            _ => throw new ArgumentException($"Only float32 and float64 are summed, not {values.dtype}.", nameof(values)),
        };
        OnDevice(values, tensor => _library.Sum(DevicePointer.Of(tensor), tensor.numel(), type, _communicator));
    }

    /// <inheritdoc/>
    public void Broadcast(Tensor values) =>
        OnDevice(values, tensor => _library.Broadcast(DevicePointer.Of(tensor), tensor.numel() * tensor.element_size(), _communicator));

    /// <inheritdoc/>
    public void Gather(Tensor part, Tensor all)
    {
        using var scope = NewDisposeScope();
        var from = part.to(_device);
        OnDevice(all, tensor => _library.Gather(DevicePointer.Of(from), DevicePointer.Of(tensor), from.numel() * from.element_size(), _communicator));
    }

    /// <summary>Ends waiting calls; the launcher is not NCCL's to command.</summary>
    public void Abort(int exitCode) => _library.Abort(_communicator);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_communicator == 0)
            return;
        _library.Leave(_communicator);
        _communicator = 0;
    }

    private void OnDevice(Tensor values, Action<Tensor> work)
    {
        if (values.device_type == _device.type)
        {
            work(values);
            return;
        }

        using var gradient = no_grad();
        using var there = values.to(_device);
        work(there);
        values.copy_(there);
    }
}
