using System.CommandLine;
using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;
using TrmLab.Core.Tracing;
using TrmLab.Trainer.Inference;

namespace TrmLab.Trainer.Commands;

/// <summary><c>trmlab trace</c>: one puzzle's way through a network, as a file.</summary>
internal static class TraceCommand
{
    private static readonly Option<string> Checkpoint = new("--checkpoint") { Description = "Checkpoint directory, or a run directory for its newest one.", Required = true };
    private static readonly Option<string?> Puzzle = new("--puzzle") { Description = "The puzzle as text: digits with . for blanks, or token numbers." };
    private static readonly Option<string?> Data = new("--data") { Description = "Data set directory to take the puzzle from; the checkpoint's own data by default." };
    private static readonly Option<int> Index = new("--index") { Description = "Place of the puzzle in the test split (train where there is none), from 0." };
    private static readonly Option<string?> Weights = new Option<string?>("--weights") { Description = "raw or ema; ema by default where there are any." }.AcceptOnlyFromAmong("raw", "ema");
    private static readonly Option<int?> Steps = new("--steps") { Description = $"Supervision steps, at most {TraceOptions.MaximumSteps}; as trained by default." };
    private static readonly Option<TraceDetail> Detail = WordOption.Of<TraceDetail>("--detail", "Updates at which cells are recorded: all, answers, steps, or auto for the finest below a megabyte.");
    private static readonly Option<TraceStart> Start = WordOption.Of<TraceStart>("--start", "Initial state: trained, zeros or random.");
    private static readonly Option<bool> BlankIdentifier = new("--blank-identifier") { Description = "Takes the blank puzzle identifier in place of the puzzle's own." };
    private static readonly Option<double?> Noise = RealOption.Of("--noise", "Standard deviation of Gaussian noise added before each supervision step.");
    private static readonly Option<NoiseTarget> NoiseOn = WordOption.Of<NoiseTarget>("--noise-on", "latent, answer or both.");
    private static readonly Option<int> NoiseFrom = new("--noise-from") { Description = "First supervision step with noise.", DefaultValueFactory = _ => 1 };
    private static readonly Option<int?> NoiseTo = new("--noise-to") { Description = "Last supervision step with noise." };
    private static readonly Option<long> Seed = new("--seed") { Description = "Of the noise and of a random start." };
    private static readonly Option<int> Rollouts = new("--rollouts") { Description = "Noisy rollouts recorded beside the traced one." };
    private static readonly Option<int> Rollout = new("--rollout") { Description = "Which rollout is traced, from 0." };
    private static readonly Option<int?> Attention = new("--attention") { Description = "Supervision step whose attention is recorded." };
    private static readonly Option<string> Device = new("--device") { Description = "auto, cpu, cuda or cuda:N.", DefaultValueFactory = _ => "auto" };
    private static readonly Option<string> Out = new("--out") { Description = "File to write: JSON if it ends in .json, else the compact binary form.", Required = true };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object on stdout." };

    public static Command Create()
    {
        var command = new Command("trace", "Record how a network arrives at its answer, update by update.")
        {
            Checkpoint, Puzzle, Data, Index, Weights, Steps, Detail, Start, BlankIdentifier, Noise, NoiseOn, NoiseFrom, NoiseTo, Seed, Rollouts, Rollout, Attention, Device, Out, Json,
        };
        command.SetAction(parsed => (int)Run(parsed));
        return command;
    }

    private static ExitCode Run(ParseResult parsed)
    {
        var file = Path.GetFullPath(parsed.GetRequiredValue(Out));
        if (!Directory.Exists(Path.GetDirectoryName(file))) throw new InputException($"--out {file}: the folder does not exist; create it or choose another");
        var checkpoint = CheckpointPath.Locate(parsed.GetRequiredValue(Checkpoint));
        var manifest = CheckpointDirectory.Open(checkpoint);
        var population = CheckpointData.DirectoriesOf(checkpoint, manifest.Shape, DataRoot.Path);
        var request = new TraceRequest
        {
            Checkpoint = checkpoint,
            Weights = WeightsOf(parsed.GetValue(Weights), manifest),
            Puzzle = PuzzleOf(parsed, manifest, checkpoint, population),
            Options = OptionsOf(parsed),
            Population = parsed.GetValue(Data) is { } data ? [DataRoot.Resolve(data)] : [.. population.Take(1)],
        };

        using var networks = new NetworkCache(parsed.GetValue(Device)!, threads: 0, capacity: 1);
        var network = networks.Get(checkpoint, request.Weights);
        TraceInput.Check(request, network.Model.Shape);
        var trace = Tracer.Run(network, request, networks.Planes(request, default));
        var asJson = Path.GetExtension(file).Equals(".json", StringComparison.OrdinalIgnoreCase);
        var digest = DurableFile.Write(file, stream =>
        {
            if (asJson) TraceJson.Write(stream, trace);
            else TraceFile.Write(stream, trace);
        });
        Report(trace, file, digest.Bytes, parsed.GetValue(Json));
        return ExitCode.Done;
    }

    private static void Report(RecursionTrace trace, string file, long bytes, bool json)
    {
        var header = trace.Header;
        var answer = trace.Decoded(header.Records - 1);
        var labelled = Enumerable.Range(0, header.Cells).Where(cell => trace.Labels[cell] != RecursionTrace.NoLabel).ToArray();
        var wrong = labelled.Count(cell => answer[cell] != trace.Labels[cell]);
        var verdict = labelled.Length == 0 ? "no label" : wrong == 0 ? "exact" : $"{wrong} of {labelled.Length} cells wrong";
        var halt = header.WouldHaltStep == 0 ? "would not have halted" : $"would have halted after step {header.WouldHaltStep}";
        Output.Say($"{header.Steps} supervision steps of {header.UpdatesPerStep} updates in {header.Seconds:0.00} s ({header.Device}): {verdict}, {halt}");
        Output.Say($"{file}: {bytes:N0} bytes");
        if (json)
        {
            Output.Json(new
            {
                File = file,
                Bytes = bytes,
                header.Steps,
                header.Updates,
                header.Records,
                header.Seconds,
                Exact = labelled.Length == 0 ? (bool?)null : wrong == 0,
                Wrong = labelled.Length == 0 ? (int?)null : wrong,
                header.WouldHaltStep,
                HaltLogit = trace.StepHaltLogit(header.Steps - 1),
                Answer = answer.Select(token => (int)token),
            });
        }
    }

    private static TraceWeights WeightsOf(string? given, CheckpointManifest manifest) => given switch
    {
        "raw" => TraceWeights.Raw,
        "ema" => TraceWeights.Ema,
        _ => manifest.Files.ContainsKey(CheckpointManifest.EmaWeights) ? TraceWeights.Ema : TraceWeights.Raw,
    };

    private static TracePuzzle PuzzleOf(ParseResult parsed, CheckpointManifest manifest, string checkpoint, IReadOnlyList<string> own)
    {
        if (parsed.GetValue(Puzzle) is { } text)
        {
            return parsed.GetValue(Data) is null
                ? Typed(text, manifest.Shape)
                : throw new InputException("trace: --puzzle and --data exclude each other");
        }

        var directory = parsed.GetValue(Data) is { } data ? DataRoot.Resolve(data) : own.FirstOrDefault()
            ?? throw new InputException($"{checkpoint}: neither its run's data nor a sample of {manifest.SequenceLength} tokens is here; give --data DIR or --puzzle TEXT");
        return CheckpointData.Read(directory, CheckpointData.SplitOf(directory), parsed.GetValue(Index));
    }

    // Token numbers are taken as they are: they may be meant to break the rules.
    private static TracePuzzle Typed(string text, ModelShape shape)
    {
        var tokens = PuzzleText.Parse(text, shape);
        var typed = TypedPuzzle.Of(tokens, shape);
        if (typed.Problems.Count > 0 && !PuzzleText.IsTokens(text, shape))
            throw new InputException($"--puzzle: {string.Join("; ", typed.Problems)}; to trace it all the same give its {tokens.Length} token numbers");
        if (typed.Problems.Concat(typed.Note is { } note ? [note] : []).ToArray() is { Length: > 0 } notes) Output.Say("note: " + string.Join("; ", notes));
        return typed.Puzzle;
    }

    private static TraceOptions OptionsOf(ParseResult parsed)
    {
        var noisy = parsed.GetValue(Noise) is not null || parsed.GetValue(Rollouts) > 0 || parsed.GetValue(Start) == TraceStart.Random;
        return new TraceOptions
        {
            Steps = parsed.GetValue(Steps),
            Start = parsed.GetValue(Start),
            BlankIdentifier = parsed.GetValue(BlankIdentifier),
            Detail = parsed.GetValue(Detail),
            AttentionStep = parsed.GetValue(Attention),
            Noise = !noisy ? null : new NoiseOptions
            {
                Sigma = parsed.GetValue(Noise) ?? (parsed.GetValue(Rollouts) > 0 ? new NoiseOptions().Sigma : 0),
                Seed = parsed.GetValue(Seed),
                Target = parsed.GetValue(NoiseOn),
                FromStep = parsed.GetValue(NoiseFrom),
                ToStep = parsed.GetValue(NoiseTo),
                Rollouts = parsed.GetValue(Rollouts),
                Traced = parsed.GetValue(Rollout),
            },
        };
    }
}
