using System.CommandLine;
using System.CommandLine.Help;
using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;
using TrmLab.Trainer.Distributed;
using TrmLab.Trainer.Evaluation;
using TrmLab.Trainer.Training;

namespace TrmLab.Trainer.Commands;

/// <summary><c>trmlab train</c>: one run, headless.</summary>
internal static class TrainCommand
{
    private static readonly Option<string?> Preset = new("--preset") { Description = $"A configuration that ships with the program: {string.Join(", ", Presets.Names)}." };
    private static readonly Option<string?> Config = new("--config") { Description = "A configuration file: config.json, or the reference's all_config.yaml." };
    private static readonly Argument<string[]> Words = new("words") { Description = "The reference program's own words, such as arch=trm arch.mlp_t=True epochs=50000: a published command runs as it is.", Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<string[]> Set = new("--set") { Description = "key=value: changes one field; may be given several times. `trmlab train --fields` lists all.", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string[]> Data = new("--data") { Description = "Data set directory, in place of the configuration's data_paths; may be given several times.", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string?> RunDir = new("--run-dir") { Description = "Where the run's files go; a new directory below data/runs by default." };
    private static readonly Option<string?> Resume = new("--resume") { Description = "Goes on with the run in this directory from its newest sound checkpoint." };
    private static readonly Option<CollectivesChoice> Collectives = new("--collectives") { Description = "How the ranks work together that mpirun or srun has started; auto: NCCL between GPUs where it is installed, else MPI.", DefaultValueFactory = _ => CollectivesChoice.Auto };
    private static readonly Option<bool> Json = new("--json") { Description = "Ends with one line of JSON on stdout." };
    private static readonly Option<bool> Fields = new("--fields") { Description = "Lists every configuration field with its default, the paper's symbol and what it does." };

    public static Command Create()
    {
        var command = new Command("train", "Train one run.") { Words, Preset, Config, Set, Data, RunDir, Resume, Collectives, Json, Fields };
        command.SetAction(parsed => (int)(parsed.GetValue(Fields) ? ListFields() : Train(parsed)));
        command.Options.Add(new HelpOption { Action = new FieldsHelp() });
        return command;
    }

    private static ExitCode Train(ParseResult parsed)
    {
        using var ranks = RankLaunch.Open(parsed.GetValue(Collectives), Environment.GetEnvironmentVariable);
        try
        {
            // Rank 0 reads the command line for all: a new run's directory, for one, has a random name.
            var (run, config, resume) = RankTask.Share(ranks, () => parsed.GetValue(Resume) is { } directory ? Resumed(parsed, directory) : New(parsed));
            var outcome = new TrainingRun(run, config, resume, ranks).Execute(terminal: !Console.IsErrorRedirected);
            if (ranks.IsFirst) Report(outcome, parsed.GetValue(Json));
            var code = outcome.State == "finished" ? ExitCode.Done : ExitCode.Stopped;
            ranks.Complete(code);
            return code;
        }
        catch (Exception e)
        {
            ranks.Fail(e is InputException ? e.Message : $"{e.GetType().Name}: {e.Message}");
            throw;
        }
    }

    private static void Report(RunOutcome outcome, bool json)
    {
        Output.Say($"\n{outcome.State} at step {outcome.Step} after {outcome.Seconds:0.0} s: {outcome.Directory}");
        foreach (var (weights, report) in outcome.Evaluations) Output.Say($"{weights,4} weights: {report.ExactAccuracy:P2} exact, {report.CellAccuracy:P2} of the cells, {report.Puzzles.Count} puzzles");
        if (json)
        {
            Output.Json(new
            {
                outcome.Run,
                outcome.Directory,
                outcome.State,
                outcome.Step,
                outcome.Seconds,
                outcome.Parameters,
                Eval = outcome.Evaluations.ToDictionary(e => e.Key, e => Summary(e.Value)),
            });
        }
    }

    internal static object Summary(EvaluationReport report) =>
        new { report.ExactAccuracy, Accuracy = report.CellAccuracy, Count = report.Puzzles.Count };

    private static (RunDirectory Run, RunConfig Config, bool Resume) New(ParseResult parsed)
    {
        var words = parsed.GetValue(Words) ?? [];
        var data = parsed.GetValue(Data) ?? [];
        var config = (parsed.GetValue(Preset), parsed.GetValue(Config)) switch
        {
            (null, { } file) when ReferenceCommandLine.IsReferenceFile(file) => ReferenceCommandLine.Read(file, words, locate: data.Length == 0),
            (null, null) when words.Length > 0 => ReferenceCommandLine.Read(null, words, locate: data.Length == 0),
            _ when words.Length > 0 => throw ReferenceCommandLine.Misplaced(words[0]),
            ({ } preset, null) => Presets.Get(preset),
            (null, { } file) => ConfigJson.ReadFile(file),
            (null, null) => throw new InputException("train: name a --preset or a --config file, or a run to --resume; `trmlab train --help` lists the presets"),
            _ => throw new InputException("train: --preset and --config exclude each other"),
        };
        if (data.Length > 0) config = config with { DataPaths = [.. data.Select(Path.GetFullPath)], TestDataPaths = [] };
        config = ConfigJson.With(config, parsed.GetValue(Set) ?? []);
        config = config with { DataPaths = [.. config.DataPaths.Select(DataRoot.Resolve)], TestDataPaths = [.. config.TestDataPaths.Select(DataRoot.Resolve)] };
        if (config.LoadCheckpoint.Length > 0) config = config with { LoadCheckpoint = DataRoot.Resolve(config.LoadCheckpoint) };

        var run = RunDirectory.At(parsed.GetValue(RunDir) ?? Path.Combine(DataRoot.Path, "runs", RunDirectory.NewId()));
        if (File.Exists(run.Log) && new FileInfo(run.Log).Length > 0)
            throw new InputException($"{run.Root}: already holds a run; go on with `trmlab train --resume {run.Root}` or choose another --run-dir");
        if (File.Exists(run.Config) && parsed.GetValue(Config) is not { } same || File.Exists(run.Config) && Path.GetFullPath(parsed.GetValue(Config)!) != run.Config)
            throw new InputException($"{run.Config}: already there; train with --config {run.Config} or choose another --run-dir");
        return (run, config, false);
    }

    private static (RunDirectory Run, RunConfig Config, bool Resume) Resumed(ParseResult parsed, string directory)
    {
        if (parsed.GetValue(Preset) is not null || parsed.GetValue(Config) is not null || parsed.GetValue(RunDir) is not null || parsed.GetValue(Set) is { Length: > 0 } || parsed.GetValue(Words) is { Length: > 0 } || parsed.GetValue(Data) is { Length: > 0 })
            throw new InputException("train: --resume takes the run's own configuration; leave out --preset, --config, --set, --data and --run-dir");
        var run = RunDirectory.At(directory);
        if (!File.Exists(run.Config)) throw new InputException($"{run.Root}: holds no run (config.json is missing)");
        return (run, ConfigJson.ReadFile(run.Config), true);
    }

    private static ExitCode ListFields()
    {
        Console.Out.Write(ConfigFields.ToMarkdown());
        return ExitCode.Done;
    }
}
