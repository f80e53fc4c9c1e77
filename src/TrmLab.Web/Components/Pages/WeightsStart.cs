using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;
using TrmLab.Web.Checkpoints;
using TrmLab.Web.Hosting;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Components.Pages;

/// <summary>Where the form of a new run is that starts from the weights of a checkpoint.</summary>
internal static class WeightsStart
{
    /// <summary>The configuration of the run that trained them where that is known, else a preset with the network that the manifest tells.</summary>
    /// <param name="checkpoint">One whose manifest can be read.</param>
    /// <param name="runs">Run directories.</param>
    /// <param name="data">The data folder.</param>
    public static string AddressOf(StoredCheckpoint checkpoint, RunFolder runs, LabData data) =>
        checkpoint.Run is { } run && WasTrainedBy(runs.Of(run), checkpoint.Manifest!) ? AddressOf(run, checkpoint.Path) : AddressOf(checkpoint.Manifest!, checkpoint.Path, data);

    // A kept evaluation has a configuration too, which says how it was evaluated.
    private static bool WasTrainedBy(RunDirectory run, CheckpointManifest manifest) => manifest.Source is null && File.Exists(run.Config);

    /// <summary>A run's own configuration with the weights of one of its checkpoints.</summary>
    public static string AddressOf(string run, string checkpoint) => $"new?from={run}&{Word($"load_checkpoint={checkpoint}")}";

    // The first preset whose data lie here and fit: their sizes are the network's.
    private static string AddressOf(CheckpointManifest manifest, string checkpoint, LabData data)
    {
        var preset = Presets.Names.FirstOrDefault(n => Fits(Presets.Get(n), manifest, data)) ?? Presets.Names[0];
        var basis = Presets.Get(preset);
        var draft = ConfigDraft.Of(basis, []).WithAll(basis with { Arch = manifest.Arch, LoadCheckpoint = checkpoint });
        return $"new?preset={preset}&{string.Join('&', draft.Changes.Select(Word))}";
    }

    private static bool Fits(RunConfig preset, CheckpointManifest manifest, LabData data) =>
        DataFacts.Of(preset, data).Train is { } train && (train.SequenceLength, train.VocabularySize) == (manifest.SequenceLength, manifest.VocabularySize);

    private static string Word(string change) => "set=" + Uri.EscapeDataString(change);
}
