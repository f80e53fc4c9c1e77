using TrmLab.Core;
using TrmLab.Core.Runs;
using TrmLab.Core.Tracing;
using TrmLab.Trainer.Model;
using TrmLab.Trainer.Training;

namespace TrmLab.Trainer.Inference;

/// <summary>Builds networks from checkpoints.</summary>
public static class NetworkLoader
{
    /// <summary>A network with one kind of a checkpoint's weights, on a device.</summary>
    /// <param name="device"><c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</param>
    /// <param name="threads">Of libtorch; 0 = all cores.</param>
    /// <exception cref="InputException">No such checkpoint, damaged, without those weights, or no such device.</exception>
    public static TracedNetwork Load(string checkpoint, TraceWeights weights, string device, int threads = 0)
    {
        var manifest = CheckpointDirectory.Open(checkpoint);
        var file = weights == TraceWeights.Ema ? CheckpointManifest.EmaWeights : CheckpointManifest.RawWeights;
        if (!manifest.Files.ContainsKey(file))
            throw new InputException($"{checkpoint}: holds no {(weights == TraceWeights.Ema ? "averaged (ema)" : "raw")} weights; take the others");
        var place = ComputeDevice.Of(device, threads, manifest.Arch.ForwardType);
        var model = new TinyRecursiveModel(manifest.Shape, place.Device, place.ScalarType, seed: 0);
        try
        {
            TrainingCheckpoint.LoadWeights(checkpoint, file, model);
            return new TracedNetwork(model, checkpoint, manifest.Step, weights, place.ToString());
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }
}
