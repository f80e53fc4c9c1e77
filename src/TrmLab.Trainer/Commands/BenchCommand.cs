using System.CommandLine;
using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Core.Costs;
using TrmLab.Core.Puzzles;
using TrmLab.Trainer.Measurement;
using TrmLab.Trainer.Native;
using TrmLab.Trainer.Native.Measurement;
using TrmLab.Trainer.Training;

namespace TrmLab.Trainer.Commands;

/// <summary><c>trmlab bench</c>: how fast training and what surrounds it is on this machine, against what its cores can do in the same run.</summary>
internal static class BenchCommand
{
    private static readonly string[] AllParts = ["step", "evaluation", "data", "checkpoint", "trace", "generator", "scaling"];

    private static readonly Option<string> Parts = new("--part") { Description = $"Comma-separated: {string.Join(", ", AllParts)}.", DefaultValueFactory = _ => string.Join(',', AllParts[..^1]) };
    private static readonly Option<string> Configs = new("--config") { Description = $"Comma-separated: {string.Join(", ", BenchConfigs.All.Select(c => c.Name))}.", DefaultValueFactory = _ => "a_mlp,a_attn" };
    private static readonly Option<string> Types = new("--dtype") { Description = "fp32, bf16 or both.", DefaultValueFactory = _ => "fp32,bf16" };
    private static readonly Option<string> Engines = new("--engine") { Description = "native, autograd or both.", DefaultValueFactory = _ => "native" };
    private static readonly Option<string> Device = new("--device") { Description = "cpu, auto, cuda or cuda:N; on a GPU the engine is autograd and products of float32 use TF32, as in training.", DefaultValueFactory = _ => "cpu" };
    private static readonly Option<int> Threads = new("--threads") { Description = "0 takes one per core." };
    private static readonly Option<int> Steps = new("--steps") { Description = "Timed repeats: of the step after two more, of other parts after one.", DefaultValueFactory = _ => 7 };
    private static readonly Option<string[]> Set = new("--set") { Description = "key=value: changes the configurations, such as arch.hidden_size=256 or global_batch_size=8.", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<int?> Tokens = new("--tokens") { Description = "Puzzle tokens in place of the configurations' own." };
    private static readonly Option<bool> Save = new("--save") { Description = "Keeps the fit of --part scaling in the data folder, from where the dashboard and `train` take their estimates." };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object on stdout." };

    public static Command Create()
    {
        var command = new Command("bench", "Time whole training steps (forward, backward, optimisers, average) and the parts around them.") { Parts, Configs, Types, Engines, Device, Threads, Steps, Set, Tokens, Save, Json };
        command.SetAction(parsed => (int)Bench(parsed));
        return command;
    }

    private static ExitCode Bench(ParseResult parsed)
    {
        string[] parts = [.. CommaList.Read(parsed.GetValue(Parts)).Select(word => AllParts.Contains(word) ? word : throw new InputException($"--part {word}: must be {string.Join(", ", AllParts)}"))];
        BenchConfig[] configs = [.. CommaList.Read(parsed.GetValue(Configs)).Select(name => BenchConfigs.Find(name).With(parsed.GetValue(Set) ?? [], parsed.GetValue(Tokens)))];
        ForwardType[] types = [.. CommaList.Read(parsed.GetValue(Types)).Select(TypeOf)];
        var steps = parsed.GetValue(Steps);
        if (steps < 1) throw new InputException($"--steps {steps}: must be 1 or more");
        ComputeDevice DeviceFor(ForwardType type) => ComputeDevice.Of(parsed.GetValue(Device)!, parsed.GetValue(Threads), type);
        var device = DeviceFor(ForwardType.Float32);
        device.AllowTf32();
        var engines = EnginesOf(parsed, device);
        var json = parsed.GetValue(Json);
        if (device.IsCuda && parts.Contains("scaling")) throw new InputException("--part scaling measures what the estimates of the CPU rest on; leave out --device");

        // Only of the CPU is there a probe: a GPU's figures stand without a ceiling.
        var ceilings = device.IsCuda ? [] : types.ToDictionary(type => ConfigField.Word(type), type => CeilingProbe.Gflops(type, device.Threads));
        var products = device.IsCuda ? [] : types.ToDictionary(type => ConfigField.Word(type), NativeStep.Describe);
        if (!json && !device.IsCuda) Output.Say("ceiling of matrix products: " + string.Join(", ", ceilings.Select(c => $"{c.Key} {c.Value:0} GFLOP/s, {products[c.Key]}")));
        if (parts.Contains("scaling")) return Scaling(types, engines, device, json, parsed.GetValue(Save));
        var timings = new List<StepTiming>();
        var around = new List<PartTiming>();
        foreach (var config in configs)
        {
            foreach (var (type, engine) in types.SelectMany(t => engines.Select(e => (t, e))))
            {
                if (parts.Contains("step"))
                {
                    timings.Add(StepBenchmark.Run(config, engine, DeviceFor(type), steps));
                    if (!json) Print(timings[^1], ceilings.TryGetValue(ConfigField.Word(type), out var ceiling) ? ceiling : null);
                }

                if (parts.Contains("evaluation")) Add([PartBenchmarks.Evaluation(config, engine, DeviceFor(type), steps)]);
            }

            if (parts.Contains("data")) Add(PartBenchmarks.Data(config));
            if (parts.Contains("checkpoint")) Add([PartBenchmarks.Checkpoint(config, device, steps)]);
            if (parts.Contains("trace")) Add([PartBenchmarks.Trace(config, device, steps)]);
        }

        if (parts.Contains("generator")) Add(PartBenchmarks.Generators(steps));
        if (json) Output.Json(new { Environment = RunEnvironment.Describe(device), CeilingGflops = ceilings, Products = products, Timings = timings, Parts = around });
        return ExitCode.Done;

        void Add(IEnumerable<PartTiming> measured)
        {
            foreach (var part in measured)
            {
                around.Add(part);
                if (!json) Print(part);
            }
        }
    }

    private static ExitCode Scaling(ForwardType[] types, StepEngine[] engines, ComputeDevice device, bool json, bool save)
    {
        var fits = new List<(StepCost Cost, IReadOnlyList<ScalingResult> Points)>();
        var (done, all) = (0, ScalingBenchmark.Points.Count() * types.Length * engines.Length);
        foreach (var (type, engine) in types.SelectMany(t => engines.Select(e => (t, e))))
        {
            fits.Add(ScalingBenchmark.Run(engine, type, device.Threads, point => ScalingBenchmark.InProcess(point, engine, type, device.Threads), Say));
            var (cost, points) = fits[^1];
            if (json) continue;
            foreach (var p in points) Console.Out.WriteLine($"{p.Config,-7} {p.Axis,-18} {p.Value,4}  {p.MedianMs,8:0.0} ms, fit {cost.TimeOf(p.Work),8:0.0}  {p.PeakMemoryMb,6:0} MB, fit {cost.MemoryOf(p.Work),6:0}");
            Console.Out.WriteLine($"{cost.Engine} {cost.ForwardType}: {cost.Milliseconds[0]:0.00} ms per 10^9 operations + {cost.Milliseconds[1]:0.00} per 10^9 values + {cost.Milliseconds[2]:0.00} per 10^6 parameters + {cost.Milliseconds[3]:0.00}; largest error {cost.TimeError:P0} of the time, {cost.MemoryError:P0} of the memory");
        }

        if (save) RunEnvironment.Speed(device, [.. fits.Select(fit => fit.Cost)]).Write(MachineSpeed.FileIn(DataRoot.Path));
        if (json) Output.Json(new { Environment = RunEnvironment.Describe(device), Scaling = fits.Select(fit => new { fit.Cost, fit.Points }) });
        return ExitCode.Done;

        void Say(ScalingResult point)
        {
            Output.Say($"{point.Config} {point.Axis} {point.Value}: {point.MedianMs:0.0} ms");
            TerminalProgress.Tell(new BuildProgress("measuring", ++done, all));
        }
    }

    private static void Print(StepTiming t, double? ceiling) => Console.Out.WriteLine(
        $"{t.Config,-7} {t.ForwardType,-8} {t.Engine,-8} {t.MedianMs,8:0.0} ms (min {t.MinMs:0.0}, max {t.MaxMs:0.0})  cpu {t.CpuMs:0.0} ms  {t.Gflops:0} GFLOP/s{(ceiling is null ? "" : $" = {t.Gflops / ceiling:P0} of the ceiling")}  {t.PageFaults:0} page faults  {t.PeakMemoryMb:0} MB");

    private static void Print(PartTiming t) => Console.Out.WriteLine(
        $"{t.Part,-10} {t.Subject,-55} {t.MedianMs,8:0.000} ms (min {t.MinMs:0.000}, max {t.MaxMs:0.000})  {t.PerSecond:0.0} {t.Unit}  {t.PageFaults:0} page faults");

    private static ForwardType TypeOf(string word) => word switch
    {
        "fp32" or "float32" => ForwardType.Float32,
        "bf16" or "bfloat16" => ForwardType.BFloat16,
        _ => throw new InputException($"--dtype {word}: must be fp32 or bf16"),
    };

    // The native step computes on CPUs only, so on a GPU it is not what is meant where nothing is said.
    private static StepEngine[] EnginesOf(ParseResult parsed, ComputeDevice device)
    {
        if (device.IsCuda && parsed.GetResult(Engines) is null or { Implicit: true }) return [StepEngine.Autograd];
        StepEngine[] engines = [.. CommaList.Read(parsed.GetValue(Engines)).Select(EngineOf)];
        return device.IsCuda && engines.Contains(StepEngine.Native) ? throw new InputException("--engine native computes on a CPU only; choose autograd") : engines;
    }

    private static StepEngine EngineOf(string word) => word switch
    {
        "native" => StepEngine.Native,
        "autograd" => StepEngine.Autograd,
        _ => throw new InputException($"--engine {word}: must be native or autograd"),
    };
}
