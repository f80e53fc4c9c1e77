using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Trainer.Checkpoints.Architecture;

namespace TrmLab.Trainer.Commands;

/// <summary>Configurations in the reference program's own words; says on stderr what each became.</summary>
internal static class ReferenceCommandLine
{
    /// <summary>Whether a configuration file is the reference's.</summary>
    public static bool IsReferenceFile(string path) => Path.GetExtension(path).ToLowerInvariant() is ".yaml" or ".yml";

    /// <summary>Reads a file and the words after it, which win.</summary>
    /// <param name="file">Null for words alone.</param>
    /// <param name="words">As typed.</param>
    /// <param name="locate">Whether the data sets that are named will be used, and so must be found.</param>
    /// <exception cref="InputException">An unreadable file, or a word that cannot be used.</exception>
    public static RunConfig Read(string? file, IReadOnlyList<string> words, bool locate)
    {
        if (words.FirstOrDefault(word => word.StartsWith('-')) is { } option) throw Misplaced(option);
        var fromFile = file is null ? [] : ReferenceWord.FromScalars(ReferenceConfigFile.Read(file));
        var read = ReferenceConfig.Read([.. fromFile, .. words.Select(ReferenceWord.Parse)]);
        foreach (var line in read.Lines) Output.Say(line);
        return !locate ? read.Config : read.Config with
        {
            DataPaths = [.. read.Config.DataPaths.Select(Located)],
            TestDataPaths = [.. read.Config.TestDataPaths.Select(Located)],
        };
    }

    /// <summary>The complaint about a word that stands where it has no meaning.</summary>
    public static InputException Misplaced(string word) => new(
        word.StartsWith('-') ? $"train: unknown option {word}; see `trmlab train --help`"
        : word.Contains('=') ? $"train: {word}: words of the reference make a configuration of their own; beside --preset or a config.json write --set {word}"
        : $"train: unexpected word '{word}'; see `trmlab train --help`");

    // The reference keeps its data sets in data/, this program in data/datasets/.
    private static string Located(string path)
    {
        if (Path.IsPathRooted(path) || Path.Exists(DataRoot.Resolve(path))) return path;
        var here = $"datasets/{Path.GetFileName(Path.TrimEndingDirectorySeparator(path))}";
        Output.Say($"data_paths: there is no {path}; taking {here} of {DataRoot.Path}");
        return here;
    }
}
