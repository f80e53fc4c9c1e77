using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Trainer.Checkpoints.Architecture;
using TrmLab.Trainer.Checkpoints.Arrays;
using TrmLab.Trainer.Checkpoints.Torch;

namespace TrmLab.Trainer.Checkpoints;

/// <summary>Writes a checkpoint's weights under the keys that the reference loads.</summary>
public static class CheckpointExport
{
    private const string Safetensors = ".safetensors";

    /// <exception cref="InputException">The checkpoint is damaged or lacks the weights, or the file cannot be written there.</exception>
    public static ExportReport Run(ExportOptions options)
    {
        using var weights = CheckpointWeights.Open(options.Checkpoint, options.Weights);
        var (shape, step) = (weights.Manifest.Shape, weights.Manifest.Step);
        var states = options.InitialStates ?? ((weights.Manifest.ForwardType ?? shape.Arch.ForwardType) == ForwardType.BFloat16 ? ElementType.BF16 : ElementType.F32);
        var initial = StateDictLayout.InitialStates(shape.Arch.Variant);
        var arrays = weights.Arrays
            .Select(array => array.As(initial.Contains(array.Name) ? states : ElementType.F32).WithName(options.Prefix + array.Name))
            .ToList();
        try
        {
            var digest = options.File.EndsWith(Safetensors, StringComparison.OrdinalIgnoreCase)
                ? SafetensorsWriter.Save(options.File, arrays, StoredShape.Metadata(shape, step))
                : TorchZipWriter.Save(options.File, arrays);
            return new ExportReport(options.File, weights.Kind, step, arrays.Count, digest);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{options.File}: cannot be written: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }
}
