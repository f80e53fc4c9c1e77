using System.Text.Json;
using TrmLab.Core.Configuration;
using TrmLab.Core.Puzzles;
using TrmLab.Core.Runs;
using TrmLab.Trainer.Tests.Evaluation;

namespace TrmLab.Trainer.Tests.Commands;

public sealed class EvaluateProcessTests(TrainedSudoku trained) : IClassFixture<TrainedSudoku>, IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Curves_and_every_puzzle_are_kept()
    {
        var (code, output, error) = await Evaluate("--steps", "6", "--rollouts", "3", "--noise", "0.5", "--noise-on", "both", "--seed", "4", "--limit", "30", "--out", _directory["out"], "--json");
        Assert.True(code == 0, error);
        var report = JsonDocument.Parse(output).RootElement;
        Assert.Equal(output.Trim(), File.ReadAllText(_directory["out/report.json"]).Trim());
        foreach (var weights in new[] { "raw", "ema" })
        {
            var figures = report.GetProperty("eval").GetProperty(weights);
            var puzzles = PuzzleResult.ReadAll(_directory[$"out/{weights}.csv"]);
            Assert.Equal(30, puzzles.Count);
            Assert.Equal(30, PuzzleResult.ReadAll(_directory[$"out/{weights}.attempt_0003.csv"]).Count);
            Assert.Equal(puzzles.Average(p => p.Exact ? 1.0 : 0), figures.GetProperty("exact_accuracy").GetDouble(), 9);
            Assert.Equal(6, figures.GetProperty("exact_by_step").GetArrayLength());
            Assert.Equal(3, figures.GetProperty("attempts").GetProperty("any").GetArrayLength());
            Assert.Equal(3 * 6 * 6, figures.GetProperty("cost").GetProperty("network_evaluations_per_puzzle").GetDouble());
            Assert.InRange(figures.GetProperty("halting").GetProperty("mean_steps").GetDouble(), 1, 6);
        }

        Assert.Contains("3 rollouts", error);
    }

    [Fact]
    public async Task An_evaluation_is_kept_as_a_run_to_look_at()
    {
        var (code, output, error) = await TrainerProcess.RunAt(
            _directory["lab"], "evaluate", "--checkpoint", trained.Run.Root, "--data", trained.Data, "--limit", "30", "--steps", "2", "--rollouts", "2", "--keep", "Twice the thought", "--json");
        Assert.True(code == 0, error);
        var run = RunDirectory.At(_directory["lab/runs/" + JsonDocument.Parse(output).RootElement.GetProperty("run").GetString()]);
        Assert.Contains(run.Root, error);

        var config = ConfigJson.ReadFile(run.Config);
        Assert.Equal(("Twice the thought", 2, 30), (config.Name, config.Arch.MaxSupervisionSteps, config.EvaluationLimit));
        Assert.Equal([trained.Data], config.TestDataPaths);
        Assert.Equal(ConfigJson.ReadFile(trained.Run.Config).Seed, config.Seed);
        var log = RunLogReader.Read(run.Log).Select(e => e.Event).ToArray();
        Assert.Contains(Assert.IsType<RunStarted>(log[0]).Environment, fact => fact.Key == "data " + trained.Data && fact.Value.StartsWith("sha256:"));
        Assert.Equal(["2 rollouts, the figures are those of the first attempt.", "Noise of standard deviation 0.3 before each supervision step.", "2 supervision steps; trained with 3."], Assert.IsType<RunImported>(log[1]).Notes);
        Assert.Equal(RunPhase.Imported, RunState.Derive(log[1], lockHeld: false, null, null, DateTimeOffset.UtcNow, () => "").Phase);
        // The explorer opens the weights that were evaluated.
        var (copy, original) = (CheckpointDirectory.List(run.Checkpoints).Single(), CheckpointDirectory.List(trained.Run.Checkpoints)[0]);
        Assert.Equal((null, original.Step), (copy.Damage, Assert.IsType<CheckpointSaved>(log[2]).Step));
        Assert.Equal(original.Manifest!.Files.Where(f => !f.Key.StartsWith("state")), copy.Manifest!.Files);
        foreach (var evaluated in log[3..].Cast<Evaluated>())
        {
            var puzzles = PuzzleResult.ReadAll(run.Resolve(evaluated.File));
            Assert.Equal((30, 30), (puzzles.Count, evaluated.Puzzles));
            Assert.Equal(puzzles.Average(p => p.Exact ? 1.0 : 0), evaluated.ExactByStep[^1], 9);
            Assert.Equal(evaluated.Values["all/exact_accuracy"], copy.Manifest.Metrics[$"{evaluated.Weights}/all/exact_accuracy"]);
        }

        Assert.Equal(["raw", "ema"], log[3..].Cast<Evaluated>().Select(e => e.Weights));
    }

    [Fact]
    public async Task How_far_it_is_is_told_to_a_program_that_asks()
    {
        var (code, output, error) = await TrainerProcess.RunWith(ProgressLine.Variable, "1", "evaluate", "--checkpoint", trained.Run.Root, "--data", trained.Data, "--limit", "30", "--json");
        Assert.True(code == 0, error);
        Assert.Equal(30, JsonDocument.Parse(output).RootElement.GetProperty("eval").GetProperty("raw").GetProperty("count").GetInt32());
        var told = error.Split('\n').Select(ProgressLine.Parse).OfType<BuildProgress>().ToArray();
        Assert.Equal(["raw weights", "ema weights"], told.Select(p => p.Stage).Distinct());
        Assert.All(told, p => Assert.InRange(p.Done, 0, p.Total ?? -1));
    }

    [Fact]
    public async Task Several_data_sets_are_evaluated_together()
    {
        var (code, output, error) = await TrainerProcess.Run(
            "evaluate", "--checkpoint", trained.Run.Root, "--data", trained.Data, "--data", TinySudoku.Write(_directory["other"]), "--weights", "ema", "--out", _directory["out"], "--json");
        Assert.True(code == 0, error);
        var puzzles = PuzzleResult.ReadAll(_directory["out/ema.csv"]);
        Assert.Equal([("all", 45), ("all1", 12)], puzzles.CountBy(p => p.Set).Select(set => (set.Key, set.Value)));
        var figures = JsonDocument.Parse(output).RootElement.GetProperty("eval").GetProperty("ema");
        Assert.Equal(57, figures.GetProperty("count").GetInt32());
        Assert.Equal(puzzles.Average(p => p.Exact ? 1.0 : 0), figures.GetProperty("exact_accuracy").GetDouble(), 9);
    }

    [Theory]
    [InlineData("--keep ", "--keep: run_name: must not be empty")]
    [InlineData("--steps 2000", "--steps 2000: must be 1 to 1024")]
    [InlineData("--rollouts 0", "--rollouts 0: must be 1 to 1024")]
    [InlineData("--noise -1", "--noise -1")]
    [InlineData("--noise 0,3", "--noise 0,3: expected a number, with a point")]
    [InlineData("--symmetries 2 --rollouts 2", "cannot be combined")]
    [InlineData("--limit -1", "--limit -1: must be 0 or more")]
    public async Task Options_out_of_range_are_refused(string options, string message)
    {
        var (code, output, error) = await Evaluate(options.Split(' '));
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(message, error);
        Assert.Single(error.Trim().Split('\n'));
    }

    private Task<(int Code, string Output, string Error)> Evaluate(params string[] options) =>
        TrainerProcess.Run(["evaluate", "--checkpoint", trained.Run.Root, "--data", trained.Data, .. options]);
}
