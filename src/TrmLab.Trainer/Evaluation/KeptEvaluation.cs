using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;
using TrmLab.Trainer.Training;

namespace TrmLab.Trainer.Evaluation;

/// <summary>
/// An evaluation kept as a run of its own, to look at only: so a checkpoint that was imported, or tested on other puzzles or with more compute,
/// stands beside the runs that were trained here and is compared with them puzzle by puzzle. The evaluated weights are copied into it, so that
/// the explorer opens them.
/// </summary>
/// <param name="Checkpoint">Directory of the checkpoint.</param>
/// <param name="Manifest">Its manifest.</param>
/// <param name="Config">Name, network as evaluated, and the data in <see cref="RunConfig.TestDataPaths"/>.</param>
/// <param name="Device">Where it was evaluated.</param>
/// <param name="Notes">What was done otherwise than in training, in sentences.</param>
internal sealed record KeptEvaluation(string Checkpoint, CheckpointManifest Manifest, RunConfig Config, ComputeDevice Device, IReadOnlyList<string> Notes)
{
    /// <summary>Writes the run, all of it or nothing.</summary>
    /// <param name="target">The run's directory, not there yet.</param>
    /// <param name="reports">By kind of weights.</param>
    /// <exception cref="InputException">It cannot be written.</exception>
    public void Write(RunDirectory target, IReadOnlyDictionary<string, EvaluationReport> reports) => ReadOnlyRun.Write(target, run =>
    {
        var source = Manifest.Source ?? SourceOf(Checkpoint);
        File.WriteAllText(run.Config, ConfigJson.Write(Config));
        using var log = RunLogWriter.Append(run.Log);
        var environment = RunEnvironment.Describe(Device);
        foreach (var (name, value) in DataHashes.Of(Config.TestDataPaths)) environment[name] = value;
        log.Write(new RunStarted
        {
            Run = target.Id,
            Process = ProcessIdentity.Current,
            TotalSteps = Manifest.Step,
            Parameters = Manifest.Shape.ParameterCount,
            Device = Device.ToString(),
            Environment = environment,
        });
        // The last word on its life: nobody trains it, and nobody resumes it.
        log.Write(new RunImported { Name = Config.Name, Source = source, Format = "evaluation of a checkpoint", Notes = Notes });
        var manifest = CheckpointManifest.For(Manifest.Step, Manifest.Shape with { Arch = Config.Arch }) with
        {
            Source = source,
            ForwardType = Manifest.ForwardType,
            Metrics = reports.SelectMany(report => report.Value.Values.Select(figure => KeyValuePair.Create($"{report.Key}/{figure.Key}", figure.Value))).ToDictionary(),
        };
        var copy = CheckpointDirectory.Write(run.Checkpoints, manifest, Copy);
        log.Write(new CheckpointSaved { Step = Manifest.Step, Path = RunDirectory.CheckpointPath(Manifest.Step), Kind = "requested", Bytes = new DirectoryInfo(copy).EnumerateFiles().Sum(file => file.Length) });
        foreach (var (weights, report) in reports)
        {
            EvaluationRecord.WriteFiles(run, Manifest.Step, weights, report);
            log.Write(EvaluationRecord.EventOf(Manifest.Step, weights, report));
        }
    });

    private void Copy(CheckpointFiles files)
    {
        foreach (var name in new[] { CheckpointManifest.RawWeights, CheckpointManifest.EmaWeights }.Where(Manifest.Files.ContainsKey))
        {
            files.Add(name, stream =>
            {
                using var file = File.OpenRead(Path.Combine(Checkpoint, name));
                file.CopyTo(stream);
            });
        }
    }

    // The step alone names nothing.
    private static string SourceOf(string checkpoint) =>
        RunDirectory.OfCheckpoint(checkpoint) is { } run ? $"{run.Id}, {Path.GetFileName(checkpoint)}" : Path.GetFileName(checkpoint);
}
