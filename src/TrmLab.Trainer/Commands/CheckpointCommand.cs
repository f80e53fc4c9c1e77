using System.CommandLine;
using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Core.Puzzles;
using TrmLab.Core.Runs;
using TrmLab.Trainer.Checkpoints;
using TrmLab.Trainer.Checkpoints.Arrays;

namespace TrmLab.Trainer.Commands;

/// <summary><c>trmlab checkpoint info|import|export|verify</c></summary>
internal static class CheckpointCommand
{
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object on stdout." };

    public static Command Create() => new("checkpoint", "Look at weights, bring them in and take them out.") { Info(), Import(), Export(), CheckpointVerifyCommand.Create() };

    private static Command Info()
    {
        var path = new Argument<string>("path") { Description = "Checkpoint directory, a run directory for its newest one, or a PyTorch or safetensors file." };
        var command = new Command("info", "What a checkpoint holds.") { path, Json };
        command.SetAction(parsed => (int)Info(parsed.GetRequiredValue(path), parsed.GetValue(Json)));
        return command;
    }

    private static ExitCode Info(string path, bool json)
    {
        if (!Directory.Exists(DataRoot.Resolve(path))) return Report(CheckpointImport.Inspect(new ImportOptions { File = path }), json);
        path = CheckpointPath.Locate(path);
        var manifest = CheckpointManifest.Read(path);
        var resumable = manifest.Files.ContainsKey(CheckpointManifest.StateDocument);
        if (json)
        {
            Output.Json(new { Checkpoint = path, manifest.Step, manifest.Created, Shape = Sizes(manifest.Shape), manifest.Metrics, manifest.Source, Resumable = resumable, Files = manifest.Files });
            return ExitCode.Done;
        }

        Console.Out.WriteLine($"{path}: step {manifest.Step}, {ConfigField.Word(manifest.Arch.Variant)}, {manifest.Shape.ParameterCount:N0} parameters, written {manifest.Created:u}{(manifest.Source is null ? "" : $", imported from {manifest.Source}")}");
        Console.Out.WriteLine(resumable ? "resumable: yes" : "resumable: no, it holds weights only");
        foreach (var (name, digest) in manifest.Files) Console.Out.WriteLine($"  {name,-20} {digest.Bytes,14:N0} bytes  sha256 {digest.Sha256}");
        foreach (var (name, value) in manifest.Metrics) Console.Out.WriteLine($"  {name} = {value:0.####}");
        return ExitCode.Done;
    }

    private static Command Import()
    {
        var file = new Argument<string>("file") { Description = "A state dict saved by torch.save (zip), or safetensors." };
        var output = new Option<string>("--out") { Description = "Checkpoint directory to create.", Required = true };
        var config = new Option<string?>("--config") { Description = "The reference's all_config.yaml; one beside the file is found by itself." };
        var set = new Option<string[]>("--set") { Description = "key=value for what the weights do not tell, such as arch.H_cycles=3." };
        var data = new Option<string?>("--data") { Description = "Data set directory it will be used with: gives the sequence length and the puzzle identifiers." };
        var length = new Option<int?>("--seq-len") { Description = "Tokens per puzzle, where neither the weights nor --data tell." };
        var mean = new Option<bool>("--mean-fill") { Description = "For training on: gives each of the data set's identifiers the mean row of the puzzle embedding." };
        var command = new Command("import", "Turn a PyTorch or safetensors state dict into a checkpoint of this program. Nothing in the file is executed.") { file, output, config, set, data, length, mean, Json };
        command.SetAction(parsed =>
        {
            using var dataset = parsed.GetValue(data) is { } directory ? PuzzleDataset.Open(DataRoot.Resolve(directory), "train") : null;
            var options = new ImportOptions
            {
                File = parsed.GetRequiredValue(file),
                ConfigFile = parsed.GetValue(config),
                Fields = [.. (parsed.GetValue(set) ?? []).Select(Assignment)],
                Dataset = dataset?.Metadata,
                SequenceLength = parsed.GetValue(length),
                PuzzleRows = parsed.GetValue(mean) ? PuzzleRows.MeanFill : PuzzleRows.Keep,
            };
            return (int)Report(CheckpointImport.Run(options, parsed.GetRequiredValue(output)), parsed.GetValue(Json));
        });
        return command;
    }

    private static Command Export()
    {
        var path = new Argument<string>("checkpoint") { Description = "Checkpoint directory, or a run directory for its newest one." };
        var output = new Option<string>("--out") { Description = "File to write: *.safetensors, else a zip that torch.load reads.", Required = true };
        var weights = new Option<string?>("--weights") { Description = "raw or ema; ema where there are any, as the reference saves." };
        weights.AcceptOnlyFromAmong("raw", "ema");
        var prefix = new Option<string>("--prefix") { Description = $"Before every key: {ExportOptions.CompiledPrefix} (the reference's default), {ExportOptions.PlainPrefix} (with DISABLE_COMPILE) or nothing.", DefaultValueFactory = _ => ExportOptions.CompiledPrefix };
        var states = new Option<string?>("--initial-states") { Description = "Type of H_init and L_init, float32 or bfloat16: the reference computes in it." };
        states.AcceptOnlyFromAmong("float32", "bfloat16");
        var command = new Command("export", "Write weights under keys that the reference loads.") { path, output, weights, prefix, states, Json };
        command.SetAction(parsed =>
        {
            var report = CheckpointExport.Run(new ExportOptions
            {
                Checkpoint = CheckpointPath.Locate(parsed.GetRequiredValue(path)),
                File = parsed.GetRequiredValue(output),
                Weights = parsed.GetValue(weights) switch { "raw" => WeightsKind.Raw, "ema" => WeightsKind.Ema, _ => null },
                Prefix = parsed.GetRequiredValue(prefix),
                InitialStates = parsed.GetValue(states) switch { "float32" => ElementType.F32, "bfloat16" => ElementType.BF16, _ => null },
            });
            if (parsed.GetValue(Json)) Output.Json(report);
            else Console.Out.WriteLine($"{report.File}: {report.Arrays} arrays of the {report.Weights.ToString().ToLowerInvariant()} weights at step {report.Step}, {report.Digest.Bytes:N0} bytes, sha256 {report.Digest.Sha256}");
            return (int)ExitCode.Done;
        });
        return command;
    }

    private static ExitCode Report(ImportReport report, bool json)
    {
        if (json)
        {
            Output.Json(new { report.File, report.Directory, report.Step, Shape = Sizes(report.Shape), report.Fields, report.Messages });
            return ExitCode.Done;
        }

        Console.Out.WriteLine($"{report.File}: {ConfigField.Word(report.Shape.Arch.Variant)}, {report.Shape.ParameterCount:N0} parameters, step {report.Step}");
        foreach (var field in report.Fields) Console.Out.WriteLine($"  {field.Path,-28} {field.Value,-24} {field.Origin switch { Checkpoints.Architecture.FieldOrigin.Weights => "from the weights", Checkpoints.Architecture.FieldOrigin.Option => "given", Checkpoints.Architecture.FieldOrigin.ConfigFile => "from the configuration file", _ => "assumed" }}");
        foreach (var message in report.Messages) Output.Say("note: " + message);
        if (report.Directory is not null) Console.Out.WriteLine($"written to {report.Directory}");
        return ExitCode.Done;
    }

    private static object Sizes(ModelShape shape) =>
        new { shape.Arch, shape.SequenceLength, shape.VocabularySize, shape.PuzzleIdentifiers, shape.ParameterCount };

    private static KeyValuePair<string, string> Assignment(string word) =>
        word.IndexOf('=') is var at and > 0
            ? new(word[..at].Trim(), word[(at + 1)..].Trim())
            : throw new InputException($"--set {word}: expected key=value, such as --set arch.H_cycles=3");
}
