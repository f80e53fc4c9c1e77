using TrmLab.Core;
using TrmLab.Core.Runs;

namespace TrmLab.Trainer.Checkpoints;

/// <summary>Turns a foreign state dict into a checkpoint of this program.</summary>
public static class CheckpointImport
{
    /// <summary>What a file holds, without writing anything.</summary>
    /// <exception cref="InputException">The file cannot be used; says why.</exception>
    public static ImportReport Inspect(ImportOptions options)
    {
        using var weights = ImportedWeights.Open(options);
        return weights.Report;
    }

    /// <summary>Writes <paramref name="directory"/>: manifest and raw weights in float32, which can be evaluated and trained on from, not resumed.</summary>
    /// <exception cref="InputException">The file cannot be used, or the directory holds something else than an earlier import.</exception>
    public static ImportReport Run(ImportOptions options, string directory)
    {
        if (Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any() && !File.Exists(Path.Combine(directory, CheckpointManifest.FileName)))
            throw new InputException($"{directory}: exists and is not a checkpoint; name a new directory.");
        if (File.Exists(Path.Combine(directory, CheckpointManifest.FileName)) && CheckpointManifest.Read(directory).Source is null)
            throw new InputException($"{directory}: holds a checkpoint of a run, which an import does not replace; name a new directory.");
        using var weights = ImportedWeights.Open(options);
        var report = weights.Report;
        var manifest = CheckpointManifest.For(report.Step, report.Shape) with { Source = Path.GetFileName(options.File) };
        CheckpointDirectory.WriteTo(directory, manifest, files => files.Add(CheckpointManifest.RawWeights, stream => SafetensorsWriter.Write(stream, weights.Arrays)));
        return report with { Directory = directory };
    }
}
