using System.CommandLine;
using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Trainer.Native.Measurement;
using TrmLab.Trainer.Training;

namespace TrmLab.Trainer.Commands;

/// <summary><c>trmlab bench</c>: how fast a training step is on this machine, against what its cores can do in the same run.</summary>
internal static class BenchCommand
{
    private static readonly Option<string> Configs = new("--config") { Description = $"Comma-separated: {string.Join(", ", BenchConfigs.All.Select(c => c.Name))}.", DefaultValueFactory = _ => "a_mlp,a_attn" };
    private static readonly Option<string> Types = new("--dtype") { Description = "fp32, bf16 or both.", DefaultValueFactory = _ => "fp32,bf16" };
    private static readonly Option<string> Engines = new("--engine") { Description = "native, autograd or both.", DefaultValueFactory = _ => "native" };
    private static readonly Option<int> Threads = new("--threads") { Description = "0 takes one per core." };
    private static readonly Option<int> Steps = new("--steps") { Description = "Timed steps, after two more.", DefaultValueFactory = _ => 7 };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object on stdout." };

    public static Command Create()
    {
        var command = new Command("bench", "Time whole training steps (forward, backward, optimisers, average).") { Configs, Types, Engines, Threads, Steps, Json };
        command.SetAction(parsed => (int)Bench(parsed));
        return command;
    }

    private static ExitCode Bench(ParseResult parsed)
    {
        BenchConfig[] configs = [.. Words(parsed.GetValue(Configs)!).Select(BenchConfigs.Find)];
        ForwardType[] types = [.. Words(parsed.GetValue(Types)!).Select(TypeOf)];
        StepEngine[] engines = [.. Words(parsed.GetValue(Engines)!).Select(EngineOf)];
        var steps = parsed.GetValue(Steps);
        if (steps < 1) throw new InputException($"--steps {steps}: must be 1 or more");
        var device = ComputeDevice.Of("cpu", parsed.GetValue(Threads), null);
        var json = parsed.GetValue(Json);

        var ceilings = types.ToDictionary(type => ConfigField.Word(type), type => CeilingProbe.Gflops(type, device.Threads));
        if (!json) Output.Say("ceiling of matrix products: " + string.Join(", ", ceilings.Select(c => c.Value is { } g ? $"{c.Key} {g:0} GFLOP/s" : $"{c.Key} not supported by this processor")));
        var timings = new List<StepTiming>();
        foreach (var config in configs)
        {
            foreach (var (type, engine) in types.SelectMany(t => engines.Select(e => (t, e))))
            {
                if (engine == StepEngine.Native && ceilings[ConfigField.Word(type)] is null) continue;
                var timing = StepBenchmark.Run(config, engine, type, device.Threads, steps);
                timings.Add(timing);
                if (!json) Print(timing, ceilings[ConfigField.Word(type)]);
            }
        }

        if (json) Output.Json(new { Environment = RunEnvironment.Describe(device), CeilingGflops = ceilings, Timings = timings });
        return ExitCode.Done;
    }

    private static void Print(StepTiming t, double? ceiling) => Console.Out.WriteLine(
        $"{t.Config,-7} {t.ForwardType,-8} {t.Engine,-8} {t.MedianMs,8:0.0} ms (min {t.MinMs:0.0}, max {t.MaxMs:0.0})  cpu {t.CpuMs:0.0} ms  {t.Gflops:0} GFLOP/s{(ceiling is { } c ? $" = {t.Gflops / c:P0} of the ceiling" : "")}  {t.PageFaults:0} page faults  {t.PeakMemoryMb:0} MB");

    private static string[] Words(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static ForwardType TypeOf(string word) => word switch
    {
        "fp32" or "float32" => ForwardType.Float32,
        "bf16" or "bfloat16" => ForwardType.BFloat16,
        _ => throw new InputException($"--dtype {word}: must be fp32 or bf16"),
    };

    private static StepEngine EngineOf(string word) => word switch
    {
        "native" => StepEngine.Native,
        "autograd" => StepEngine.Autograd,
        _ => throw new InputException($"--engine {word}: must be native or autograd"),
    };
}
