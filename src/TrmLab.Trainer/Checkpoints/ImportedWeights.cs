using System.Globalization;
using System.Text.RegularExpressions;
using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Trainer.Checkpoints.Architecture;
using TrmLab.Trainer.Checkpoints.Arrays;

namespace TrmLab.Trainer.Checkpoints;

/// <summary>A foreign state dict, open: its network is known and every array has been compared with it. For warm starts and imports.</summary>
public sealed partial class ImportedWeights : IDisposable
{
    private const string RotaryTables = "rotary_emb.";

    private readonly IWeightsFile _file;

    private ImportedWeights(IWeightsFile file, ImportReport report, IReadOnlyList<NamedArray> arrays)
    {
        _file = file;
        Report = report;
        Arrays = arrays;
    }

    /// <summary>What was found.</summary>
    public ImportReport Report { get; }

    /// <summary>Parameters and buffers under the reference's names without prefix, float32, in the order of the layout; read on demand.</summary>
    public IReadOnlyList<NamedArray> Arrays { get; }

    /// <exception cref="InputException">Not a state dict of one of the networks, damaged, or contradicted by what is known of it.</exception>
    public static ImportedWeights Open(ImportOptions options)
    {
        var file = WeightsFile.Open(options.File);
        try
        {
            return Open(options, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Dispose() => _file.Dispose();

    private static ImportedWeights Open(ImportOptions options, IWeightsFile file)
    {
        var messages = new List<string>(file.Notes);
        var arrays = StateDictNames.Strip(file.Arrays, options.File);
        foreach (var table in arrays.Keys.Where(name => name.StartsWith(RotaryTables, StringComparison.Ordinal)).ToList())
        {
            arrays.Remove(table);
            messages.Add($"passed over: {table} is computed, not stored");
        }

        var metadata = (file as SafetensorsFile)?.Metadata ?? new Dictionary<string, string>();
        var given = new GivenFields();
        var stored = StoredShape.Read(metadata, options.File);
        if (stored is not null)
            given.Add(stored.Fields, FieldOrigin.ConfigFile, options.File);
        AddReferenceConfig(options, given, messages);
        given.Add(options.Fields, FieldOrigin.Option, "options");

        var seen = WeightEvidence.Of(arrays, options.File);
        var cells = options.SequenceLength ?? options.Dataset?.SequenceLength ?? stored?.SequenceLength;
        var (shape, fields) = ArchitectureInference.Infer(seen, given, cells, options.File);
        StateDictLayout.Check(shape, arrays, options.File);
        if (options.Dataset is { } data && data.VocabularySize > shape.VocabularySize)
            throw new InputException($"{options.File}: knows {shape.VocabularySize} tokens, the data set has {data.VocabularySize}; use the data set it was trained on.");

        shape = FitPuzzleRows(options, shape, arrays, messages);
        var step = stored?.Step ?? StepOf(options.File);
        var ordered = StateDictLayout.Of(shape).Select(entry => arrays[entry.Key].As(ElementType.F32)).ToList();
        if (FiniteValues.Complaint(ordered) is { } complaint)
            messages.Add(complaint);
        return new ImportedWeights(file, new ImportReport(options.File, shape, step, fields, messages, null), ordered);
    }

    private static void AddReferenceConfig(ImportOptions options, GivenFields given, List<string> messages)
    {
        var beside = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(options.File))!, ReferenceConfigFile.FileName);
        var path = options.ConfigFile ?? (File.Exists(beside) ? beside : null);
        if (path is null)
            return;
        var (fields, unused) = ReferenceConfigFile.Architecture(ReferenceConfigFile.Read(path));
        given.Add(fields, FieldOrigin.ConfigFile, path);
        messages.Add($"configuration read from {path}" + (unused.Count > 0 ? $"; without effect here: {string.Join(", ", unused.Select(InputText.Quote))}" : ""));
    }

    private static ModelShape FitPuzzleRows(ImportOptions options, ModelShape shape, Dictionary<string, NamedArray> arrays, List<string> messages)
    {
        if (options.Dataset is not { } data || shape.PuzzleEmbeddingWidth == 0 || data.PuzzleIdentifiers == shape.PuzzleIdentifiers)
            return shape;
        var difference = $"the puzzle embedding has {shape.PuzzleIdentifiers} rows, the data set {data.PuzzleIdentifiers} identifiers";
        if (options.PuzzleRows == PuzzleRows.Keep)
        {
            messages.Add($"{difference}: kept, for evaluation on the identifiers it was trained on");
            return shape;
        }

        messages.Add($"{difference}: replaced by {data.PuzzleIdentifiers} rows of their mean, to be trained on");
        arrays[StateDictLayout.PuzzleTable] = MeanRowBytes.Fill(arrays[StateDictLayout.PuzzleTable], data.PuzzleIdentifiers);
        return shape with { PuzzleIdentifiers = data.PuzzleIdentifiers };
    }

    private static long StepOf(string path) =>
        StepInName().Match(Path.GetFileName(path)) is { Success: true } match ? long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"step_([0-9]{1,12})(?![0-9])")]
    private static partial Regex StepInName();
}
