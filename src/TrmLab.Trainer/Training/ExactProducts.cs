using TorchSharp;

namespace TrmLab.Trainer.Training;

/// <summary>
/// While it lives a GPU's float32 products keep all their bits, whatever <see cref="ComputeDevice.AllowTf32"/> allowed: an evaluation within a run
/// gives the figures that <c>trmlab evaluate</c> gives.
/// </summary>
internal sealed class ExactProducts : IDisposable
{
    private readonly bool _rounded;

    /// <param name="device">Where they are computed; a CPU's are always exact.</param>
    public ExactProducts(torch.Device device)
    {
        if (device.type != DeviceType.CUDA) return;
        _rounded = torch.backends.cuda.matmul.allow_tf32;
        torch.backends.cuda.matmul.allow_tf32 = false;
    }

    public void Dispose()
    {
        if (_rounded) torch.backends.cuda.matmul.allow_tf32 = true;
    }
}
