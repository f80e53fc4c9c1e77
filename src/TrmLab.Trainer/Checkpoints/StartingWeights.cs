using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;
using TrmLab.Trainer.Checkpoints.Architecture;
using TrmLab.Trainer.Checkpoints.Arrays;

namespace TrmLab.Trainer.Checkpoints;

/// <summary>Trained weights that a new run starts from (<c>load_checkpoint</c>), open and compared with the run's network.</summary>
public sealed class StartingWeights : IDisposable
{
    // What a network keeps under the same names and shapes may still have been trained for another use.
    private static readonly string[] Silent =
        ["arch.name", "arch.separate_networks", "arch.one_step_gradient", "arch.num_heads", "arch.H_cycles", "arch.L_cycles", "arch.halt_max_steps", "arch.mlp_t", "arch.pos_encodings", "arch.rms_norm_eps", "arch.rope_theta"];

    private readonly IDisposable _source;

    private StartingWeights(IDisposable source, IReadOnlyList<NamedArray> arrays, IReadOnlyList<string> messages) =>
        (_source, Arrays, Messages) = (source, arrays, messages);

    /// <summary>Every parameter and buffer of the run's network.</summary>
    public IReadOnlyList<NamedArray> Arrays { get; }

    /// <summary>What was taken, what was replaced and what differs, one line each.</summary>
    public IReadOnlyList<string> Messages { get; }

    /// <summary>Opens what <c>load_checkpoint</c> names.</summary>
    /// <param name="path">A checkpoint directory, a weights file in one, a run directory (its newest sound checkpoint) or a foreign state dict.</param>
    /// <param name="shape">The run's network.</param>
    /// <exception cref="InputException">Nothing there, damaged, or the weights of another network.</exception>
    public static StartingWeights Open(string path, ModelShape shape)
    {
        if (!Path.Exists(path)) throw new InputException($"load_checkpoint: {path} does not exist");
        var own = Directory.Exists(path) ? Newest(path) : File.Exists(Path.Combine(DirectoryOf(path), CheckpointManifest.FileName)) ? DirectoryOf(path) : null;
        if (own is null)
        {
            // A file without a word of its own would count as hrm, whose names it has.
            KeyValuePair<string, string>[] two = shape.Arch.SeparateNetworks ? [new("arch.separate_networks", "true")] : [];
            var imported = ImportedWeights.Open(new ImportOptions { File = path, SequenceLength = shape.SequenceLength, Fields = two });
            var known = imported.Report.Fields.Where(field => field.Origin != FieldOrigin.Assumed).Select(field => (field.Path, field.Value));
            return Fit(imported, imported.Arrays, shape, path, known, [$"starting from the weights of {path}", .. imported.Report.Messages]);
        }

        var weights = CheckpointWeights.Open(own, Directory.Exists(path) ? null : KindOf(path));
        var trained = new RunConfig { Arch = weights.Manifest.Arch };
        var kind = weights.Kind == WeightsKind.Ema ? "averaged" : "raw";
        return Fit(weights, weights.Arrays, shape, path, Silent.Select(field => (field, ConfigJson.ValueOf(trained, field))), [$"starting from the {kind} weights of step {weights.Manifest.Step} of {own}"]);
    }

    public void Dispose() => _source.Dispose();

    private static StartingWeights Fit(
        IDisposable source, IReadOnlyList<NamedArray> arrays, ModelShape shape, string path, IEnumerable<(string Path, string Value)> trained, List<string> messages)
    {
        try
        {
            var byName = arrays.ToDictionary(array => array.Name, StringComparer.Ordinal);
            FillPuzzleTable(byName, shape, messages);
            StateDictLayout.Check(shape, byName, $"load_checkpoint: {path}");
            var run = new RunConfig { Arch = shape.Arch };
            var others = trained.Where(field => Silent.Contains(field.Path) && ConfigJson.ValueOf(run, field.Path) != field.Value)
                .Select(field => $"{field.Path} {field.Value}, now {ConfigJson.ValueOf(run, field.Path)}").ToList();
            if (others.Count > 0) messages.Add($"the weights to start from were trained with {string.Join("; ", others)}");
            return new StartingWeights(source, [.. byName.Values], messages);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    private static void FillPuzzleTable(Dictionary<string, NamedArray> arrays, ModelShape shape, List<string> messages)
    {
        if (!arrays.TryGetValue(StateDictLayout.PuzzleTable, out var table) || table.Shape.Count != 2 || table.Shape[0] < 1 || table.Shape[0] == shape.PuzzleIdentifiers)
            return;
        arrays[StateDictLayout.PuzzleTable] = MeanRowBytes.Fill(table, shape.PuzzleIdentifiers);
        messages.Add($"the puzzle embedding to start from has {table.Shape[0]} rows, the data {shape.PuzzleIdentifiers} identifiers: all start from its mean row");
    }

    private static string Newest(string path)
    {
        var run = RunDirectory.At(path);
        if (!File.Exists(run.Config) || !Directory.Exists(run.Checkpoints)) return path;
        return CheckpointDirectory.FindNewest(run.Checkpoints, _ => { })?.Path ?? throw new InputException($"load_checkpoint: {path}: this run has no sound checkpoint");
    }

    private static string DirectoryOf(string file) => Path.GetDirectoryName(Path.GetFullPath(file))!;

    private static WeightsKind KindOf(string file) => Path.GetFileName(file) switch
    {
        CheckpointManifest.RawWeights => WeightsKind.Raw,
        CheckpointManifest.EmaWeights => WeightsKind.Ema,
        _ => throw new InputException($"load_checkpoint: {file}: not weights; name the checkpoint's directory, {CheckpointManifest.RawWeights} or {CheckpointManifest.EmaWeights}"),
    };
}
