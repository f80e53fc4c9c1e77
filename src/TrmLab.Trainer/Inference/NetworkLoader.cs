using TorchSharp;
using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;
using TrmLab.Core.Tracing;
using TrmLab.Trainer.Model;
using TrmLab.Trainer.Training;

namespace TrmLab.Trainer.Inference;

/// <summary>Builds networks from checkpoints.</summary>
public static class NetworkLoader
{
    // Floating-point operations of a network call for one puzzle. Below it, handing work to a second thread costs more than the work,
    // and on a busy machine a hundred times more.
    private const double WorthSharing = 1e8;

    /// <summary>A network with one kind of a checkpoint's weights, on a device.</summary>
    /// <param name="device"><c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</param>
    /// <param name="threads">Of libtorch; 0 = one for a small network, else all cores.</param>
    /// <exception cref="InputException">No such checkpoint, damaged, without those weights, or no such device.</exception>
    public static TracedNetwork Load(string checkpoint, TraceWeights weights, string device, int threads = 0)
    {
        var manifest = CheckpointDirectory.Open(checkpoint);
        var file = weights == TraceWeights.Ema ? CheckpointManifest.EmaWeights : CheckpointManifest.RawWeights;
        if (!manifest.Files.ContainsKey(file))
            throw new InputException($"{checkpoint}: holds no {(weights == TraceWeights.Ema ? "averaged (ema)" : "raw")} weights; take the others");
        var count = threads > 0 ? threads : OperationsPerCall(manifest.Shape) < WorthSharing ? 1 : 0;
        var place = ComputeDevice.Of(device, count, manifest.Arch.ForwardType);
        var model = new TinyRecursiveModel(manifest.Shape, place.Device, place.ScalarType, seed: 0);
        try
        {
            TrainingCheckpoint.LoadWeights(checkpoint, file, model);
            return new TracedNetwork(model, checkpoint, manifest.Step, weights, place.ToString(), place.Threads);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Sets libtorch's threads to what suits the network: they are the process's, not the network's.</summary>
    public static void Prepare(TracedNetwork network) => torch.set_num_threads(network.Threads);

    private static double OperationsPerCall(ModelShape shape) => 2.0 * shape.ParameterCount * shape.TotalLength;
}
