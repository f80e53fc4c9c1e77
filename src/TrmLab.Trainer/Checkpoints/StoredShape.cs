using System.Globalization;
using TrmLab.Core;
using TrmLab.Core.Configuration;

namespace TrmLab.Trainer.Checkpoints;

/// <summary>The network's configuration as exports put it into a safetensors file's metadata, so that a single file can be imported without questions.</summary>
internal sealed record StoredShape(IReadOnlyList<KeyValuePair<string, string>> Fields, int SequenceLength, long Step)
{
    private const string ConfigKey = "trmlab.config";
    private const string LengthKey = "trmlab.seq_len";
    private const string StepKey = "trmlab.step";

    internal static Dictionary<string, string> Metadata(ModelShape shape, long step) => new()
    {
        ["format"] = "pt", // what Python's readers expect
        [ConfigKey] = ConfigJson.Write(new RunConfig { Arch = shape.Arch }),
        [LengthKey] = shape.SequenceLength.ToString(CultureInfo.InvariantCulture),
        [StepKey] = step.ToString(CultureInfo.InvariantCulture),
    };

    /// <returns>Null for files of other programs.</returns>
    /// <exception cref="InputException">Metadata of this kind, but damaged.</exception>
    internal static StoredShape? Read(IReadOnlyDictionary<string, string> metadata, string path)
    {
        if (!metadata.TryGetValue(ConfigKey, out var json))
            return null;
        var config = ConfigJson.Read(json, $"{path}: metadata");
        if (!int.TryParse(metadata.GetValueOrDefault(LengthKey), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            || !long.TryParse(metadata.GetValueOrDefault(StepKey), NumberStyles.None, CultureInfo.InvariantCulture, out var step))
            throw new InputException($"{path}: metadata {LengthKey} or {StepKey} is missing or not a number; the file is damaged.");
        var fields = ConfigFields.All
            .Where(field => field.Path.StartsWith("arch.", StringComparison.Ordinal))
            .Select(field => KeyValuePair.Create(field.Path, ConfigJson.ValueOf(config, field.Path)))
            .ToList();
        return new StoredShape(fields, length, step);
    }
}
