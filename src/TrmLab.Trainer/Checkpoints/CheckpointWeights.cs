using TrmLab.Core;
using TrmLab.Core.Runs;
using TrmLab.Trainer.Checkpoints.Architecture;
using TrmLab.Trainer.Checkpoints.Arrays;

namespace TrmLab.Trainer.Checkpoints;

/// <summary>Weights of one of this program's checkpoints, open. The averaged file may leave out buffers, which are never averaged: they come from the raw one.</summary>
public sealed class CheckpointWeights : IDisposable
{
    private readonly List<SafetensorsFile> _files = [];

    private CheckpointWeights(CheckpointManifest manifest, WeightsKind kind) => (Manifest, Kind) = (manifest, kind);

    /// <summary>The checkpoint's manifest.</summary>
    public CheckpointManifest Manifest { get; }

    /// <summary>Which weights these are.</summary>
    public WeightsKind Kind { get; }

    /// <summary>Parameters and buffers in the order of the layout, compared with it; read on demand.</summary>
    public IReadOnlyList<NamedArray> Arrays { get; private set; } = [];

    /// <param name="checkpoint">A checkpoint directory; every hash is checked first.</param>
    /// <param name="kind">Null takes the averaged weights where there are any.</param>
    /// <exception cref="InputException">No such checkpoint, damaged, or without those weights.</exception>
    public static CheckpointWeights Open(string checkpoint, WeightsKind? kind)
    {
        var manifest = CheckpointDirectory.Open(checkpoint);
        var averaged = manifest.Files.ContainsKey(CheckpointManifest.EmaWeights);
        if (kind == WeightsKind.Ema && !averaged)
            throw new InputException($"{checkpoint}: holds no averaged weights; take the raw ones.");
        var weights = new CheckpointWeights(manifest, kind ?? (averaged ? WeightsKind.Ema : WeightsKind.Raw));
        try
        {
            weights.Read(checkpoint);
            return weights;
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    public void Dispose() => _files.ForEach(file => file.Dispose());

    private void Read(string checkpoint)
    {
        var arrays = new Dictionary<string, NamedArray>(StringComparer.Ordinal);
        string[] names = Kind == WeightsKind.Ema ? [CheckpointManifest.RawWeights, CheckpointManifest.EmaWeights] : [CheckpointManifest.RawWeights];
        foreach (var name in names)
        {
            var file = SafetensorsFile.Open(Path.Combine(checkpoint, name));
            _files.Add(file);
            foreach (var array in file.Arrays)
                arrays[array.Name] = array;
        }

        StateDictLayout.Check(Manifest.Shape, arrays, checkpoint);
        Arrays = StateDictLayout.Of(Manifest.Shape).Select(entry => arrays[entry.Key]).ToList();
    }
}
