using System.CommandLine;
using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Core.Puzzles;
using TrmLab.Core.Runs;
using TrmLab.Trainer.Evaluation;
using TrmLab.Trainer.Model;
using TrmLab.Trainer.Training;

namespace TrmLab.Trainer.Commands;

/// <summary><c>trmlab evaluate</c></summary>
internal static class EvaluateCommand
{
    private static readonly Option<string> Checkpoint = new("--checkpoint") { Description = "Checkpoint directory, or a run directory for its newest one.", Required = true };
    private static readonly Option<string[]> Data = new("--data") { Description = "Data set directory; its test split is evaluated. May be given several times.", Required = true, Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string> Weights = new Option<string>("--weights") { Description = "raw, ema or both.", DefaultValueFactory = _ => "both" }.AcceptOnlyFromAmong("raw", "ema", "both");
    private static readonly Option<int?> Steps = new("--steps") { Description = "Supervision steps, 1 to 1024; as trained by default." };
    private static readonly Option<string> Device = new("--device") { Description = "auto, cpu, cuda or cuda:N.", DefaultValueFactory = _ => "auto" };
    private static readonly Option<string?> Out = new("--out") { Description = "Directory for a CSV file of every puzzle's result and for report.json." };
    private static readonly Option<string?> Keep = new("--keep") { Description = "Name of a run to make of it in data/runs, for the dashboard to compare puzzle by puzzle." };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object on stdout." };

    public static Command Create()
    {
        var command = new Command("evaluate", "Exact accuracy and the rest, of a checkpoint on a test set; with more or less compute per puzzle.") { Checkpoint, Data, Weights, Steps };
        foreach (var option in EvaluateOptions.All) command.Add(option);
        foreach (var option in new Option[] { Device, Out, Keep, Json }) command.Add(option);
        command.SetAction(parsed => (int)Evaluate(parsed));
        return command;
    }

    private static ExitCode Evaluate(ParseResult parsed)
    {
        var path = CheckpointPath.Locate(parsed.GetRequiredValue(Checkpoint));
        var manifest = CheckpointDirectory.Open(path);
        using var data = PuzzleDataset.Open([.. parsed.GetRequiredValue(Data).Select(DataRoot.Resolve)], "test");
        var count = EvaluateOptions.InRange(Steps.Name, parsed.GetValue(Steps) ?? manifest.Arch.MaxSupervisionSteps, 1, EvaluateOptions.MostSteps);
        var arch = manifest.Arch with { MaxSupervisionSteps = count };
        var shape = manifest.Shape with { Arch = arch };
        RefuseOtherData(shape, data);
        var options = EvaluateOptions.Read(parsed, keepAttempts: parsed.GetValue(Out) is not null);
        var evaluator = new Evaluator(data, options);
        var config = ConfigOf(path, parsed.GetValue(Keep)) with { Arch = arch, TestDataPaths = data.Directories, EvaluationLimit = options.Limit };

        var kept = parsed.GetValue(Keep) is null ? null : RunDirectory.At(Path.Combine(DataRoot.Path, "runs", RunDirectory.NewId()));
        if (kept is not null) OutputDirectory.Check(Keep.Name, kept.Root);
        if (parsed.GetValue(Out) is { } results) OutputDirectory.Check(Out.Name, results);
        var device = ComputeDevice.Of(parsed.GetValue(Device)!, 0, arch.ForwardType);
        using var model = new TinyRecursiveModel(shape, device.Device, device.ScalarType, seed: 0);
        using var step = new StepFactory(new RunConfig { Arch = arch }, new HaltingRule(arch, RandomStream.Exploration.Of(0)), device).Create(model);
        var summaries = new Dictionary<string, EvaluationSummary>();
        var reports = new Dictionary<string, EvaluationReport>();
        foreach (var (name, file) in Files(parsed.GetValue(Weights)!, manifest, path))
        {
            TrainingCheckpoint.LoadWeights(path, file, model);
            var report = Run(evaluator, step, name);
            summaries[name] = EvaluationSummary.Of(report);
            if (kept is not null) reports[name] = report;
            foreach (var line in EvaluationText.Lines(name, summaries[name])) Output.Say(line);
            if (parsed.GetValue(Out) is { } directory) EvaluationFiles.Write(directory, name, report);
        }

        if (kept is not null)
        {
            new KeptEvaluation(path, manifest, config, device, [.. EvaluateOptions.Notes(options, count, manifest.Arch.MaxSupervisionSteps)]).Write(kept, reports);
            Output.Say($"kept as {kept.Root}");
        }

        var result = new { Checkpoint = path, manifest.Step, Run = kept?.Id, Eval = summaries };
        if (parsed.GetValue(Out) is { } root) DurableFile.WriteText(Path.Combine(root, "report.json"), Output.JsonText(result));
        if (parsed.GetValue(Json)) Output.Json(result);
        return ExitCode.Done;
    }

    // Seed, data and the like of the run that the checkpoint lies in; of a checkpoint from elsewhere nobody knows.
    private static RunConfig ConfigOf(string checkpoint, string? name)
    {
        if (name is null) return new RunConfig();
        var config = (RunDirectory.OfCheckpoint(checkpoint) is { } run ? ConfigJson.ReadFile(run.Config) : new RunConfig()) with { Name = name };
        ConfigRules.Check([.. ConfigRules.Problems(config).Where(problem => problem.Path == "run_name")], Keep.Name);
        return config;
    }

    private static EvaluationReport Run(Evaluator evaluator, ISupervisionStep step, string weights)
    {
        EvaluationReport? report = null;
        TerminalProgress.Run((progress, token) => report = evaluator.Run(
            step,
            () => token.IsCancellationRequested,
            (done, all) => progress.Report(new BuildProgress($"{weights} weights", done, all))));
        return report ?? throw new OperationCanceledException();
    }

    private static IEnumerable<(string Name, string File)> Files(string weights, CheckpointManifest manifest, string path)
    {
        (string Name, string File)[] all = [("raw", CheckpointManifest.RawWeights), ("ema", CheckpointManifest.EmaWeights)];
        var present = all.Where(w => manifest.Files.ContainsKey(w.File)).ToArray();
        var chosen = weights == "both" ? present : [.. present.Where(w => w.Name == weights)];
        return chosen.Length > 0 ? chosen : throw new InputException($"{path}: holds no {weights} weights, only {string.Join(", ", present.Select(w => w.Name))}");
    }

    private static void RefuseOtherData(ModelShape shape, PuzzleDataset data)
    {
        var m = data.Metadata;
        // Those that occur: joined data sets count theirs together, and none is shifted.
        var identifiers = data.Sets.Max(set => set.PuzzleIdentifiers.DefaultIfEmpty().Max()) + 1;
        if (m.SequenceLength != shape.SequenceLength || m.VocabularySize > shape.VocabularySize || identifiers > shape.PuzzleIdentifiers)
        {
            throw new InputException(
                $"{data.Directories[0]}: {m.SequenceLength} tokens, vocabulary {m.VocabularySize}, {identifiers} identifiers; the checkpoint takes {shape.SequenceLength}, {shape.VocabularySize} and {shape.PuzzleIdentifiers}");
        }
    }
}
