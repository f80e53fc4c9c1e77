using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Trainer.Checkpoints.Arrays;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace TrmLab.Trainer.Checkpoints.Architecture;

/// <summary>
/// The reference's <c>all_config.yaml</c>, which public checkpoints carry, as dotted keys and texts. Read event by event with a limited depth;
/// aliases and tags are not needed and refused.
/// </summary>
public static class ReferenceConfigFile
{
    /// <summary>The name that the reference gives it.</summary>
    public const string FileName = "all_config.yaml";

    private const int LargestFile = 1 << 20;
    private const int Deepest = 16;

    /// <summary>All scalars, by keys such as <c>arch.loss.loss_type</c> and <c>data_paths.0</c>.</summary>
    /// <exception cref="InputException">Unreadable, or not YAML of that kind.</exception>
    public static IReadOnlyDictionary<string, string> Read(string path)
    {
        using var file = InputFile.Open(path);
        if (file.Length > LargestFile)
            throw new InputException($"{path}: {file.Length} bytes; a configuration has less than {LargestFile}.");
        try
        {
            using var text = new StreamReader(new MemoryStream(file.Read(0, (int)file.Length)));
            var scalars = new Dictionary<string, string>(StringComparer.Ordinal);
            var parser = new Parser(text);
            parser.Consume<StreamStart>();
            parser.Consume<DocumentStart>();
            ReadNode(parser, "", 0, scalars);
            return scalars;
        }
        catch (Exception e) when (e is YamlException or FormatException or ArgumentException or InvalidOperationException)
        {
            throw new InputException($"{path}: not a YAML configuration: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    /// <summary>The <c>arch.*</c> keys in our names, and the reference's keys that have no counterpart.</summary>
    public static (IReadOnlyDictionary<string, string> Fields, IReadOnlyList<string> Unused) Architecture(IReadOnlyDictionary<string, string> scalars)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        var unused = new List<string>();
        foreach (var (key, value) in scalars.Where(scalar => scalar.Key.StartsWith("arch.", StringComparison.Ordinal)))
        {
            if (key == "arch.name")
                fields[key] = ReferenceDefaults.VariantOf(value) is { } variant ? ConfigField.Word(variant) : value;
            else if (key == "arch.loss.loss_type")
                fields["arch.loss_type"] = value;
            else if (ConfigFields.ByPath.ContainsKey(key))
                fields[key] = value;
            else if (key != "arch.loss.name")
                unused.Add(key);
        }

        return (fields, unused);
    }

    private static void ReadNode(IParser parser, string key, int depth, Dictionary<string, string> scalars)
    {
        if (depth > Deepest)
            throw new FormatException($"nested more than {Deepest} deep");
        if (parser.TryConsume<Scalar>(out var scalar))
        {
            scalars[key] = scalar.Value;
        }
        else if (parser.TryConsume<MappingStart>(out _))
        {
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                var name = parser.Consume<Scalar>().Value;
                ReadNode(parser, key.Length == 0 ? name : $"{key}.{name}", depth + 1, scalars);
            }
        }
        else if (parser.TryConsume<SequenceStart>(out _))
        {
            for (var index = 0; !parser.TryConsume<SequenceEnd>(out _); index++)
                ReadNode(parser, $"{key}.{index}", depth + 1, scalars);
        }
        else
        {
            throw new FormatException($"{InputText.Quote(key)} is not a plain value");
        }
    }
}
