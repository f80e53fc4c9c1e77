using System.Text.Json;
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

    [Theory]
    [InlineData("--steps 2000", "--steps 2000: must be 1 to 1024")]
    [InlineData("--rollouts 0", "--rollouts 0: must be 1 to 1024")]
    [InlineData("--noise -1", "--noise -1")]
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
