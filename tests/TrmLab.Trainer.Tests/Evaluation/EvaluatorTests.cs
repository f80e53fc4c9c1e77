using TrmLab.Core.Runs;
using TrmLab.Trainer.Evaluation;

namespace TrmLab.Trainer.Tests.Evaluation;

public sealed class EvaluatorTests(TrainedSudoku trained) : IClassFixture<TrainedSudoku>
{
    private static readonly EvaluationOptions Plain = new() { BatchSize = 16 };

    [Theory]
    [InlineData("raw", CheckpointManifest.RawWeights)]
    [InlineData("ema", CheckpointManifest.EmaWeights)]
    public void A_checkpoint_gives_the_figures_that_its_run_recorded(string weights, string file)
    {
        var recorded = RunLogReader.Read(trained.Run.Log).Select(e => e.Event).OfType<Evaluated>().Last(e => e.Weights == weights);
        var report = trained.EvaluateAsTrained(Plain, file);
        Assert.Equal(recorded.Values, report.Values);
        Assert.Equal(recorded.ExactByStep, report.ExactByStep);
        Assert.Equal(PuzzleResult.ReadAll(trained.Run.Resolve(recorded.File)), report.Puzzles);

    }

    // Without some of each, the other tests would show little.
    [Fact]
    public void The_tests_network_is_sometimes_right_and_sometimes_sure()
    {
        var report = trained.Evaluate(Plain, steps: 8);
        Assert.InRange(report.ExactAccuracy, 0.1, 0.9);
        Assert.InRange(report.Puzzles.Count(p => p.WouldHaltStep > 0), 5, 45);
        Assert.True(report.Puzzles.Select(p => p.WouldHaltStep).Distinct().Count() > 2);
    }

    [Fact]
    public void More_steps_begin_with_the_fewer()
    {
        var few = trained.Evaluate(Plain);
        var many = trained.Evaluate(Plain, steps: 12);
        Assert.Equal(few.ExactByStep, many.ExactByStep.Take(3));
        Assert.Equal(few.CellAccuracyByStep, many.CellAccuracyByStep.Take(3));
        Assert.Equal(12, many.ExactByStep.Count);
        Assert.Equal(many.ExactAccuracy, many.ExactByStep[^1]);
        Assert.Equal(many.CellAccuracy, many.CellAccuracyByStep[^1], 12);
        Assert.Equal(45 * 12, many.Cost.SupervisionSteps);
        Assert.Equal(45 * 12 * 6, many.Cost.NetworkEvaluations);
    }

    [Fact]
    public void Early_halting_gives_the_answers_of_the_halting_step_and_computes_no_more()
    {
        var full = trained.Evaluate(Plain, steps: 8);
        var early = trained.Evaluate(Plain with { EarlyHalt = true }, steps: 8);
        Assert.Equal(full.Puzzles.Select(p => p.ExactAtHalt), early.Puzzles.Select(p => p.Exact));
        Assert.Equal(full.Puzzles.Select(p => p.WouldHaltStep), early.Puzzles.Select(p => p.WouldHaltStep));
        Assert.Equal(full.Puzzles.Select(p => p.WouldHaltStep == 0 ? 8 : p.WouldHaltStep), early.Puzzles.Select(p => p.Steps));
        Assert.Equal(early.Puzzles.Sum(p => p.Steps), early.Cost.SupervisionSteps);
        Assert.True(early.Cost.SupervisionSteps < full.Cost.SupervisionSteps);
        Assert.Equal(early.ExactAccuracy, early.ExactByStep[^1]);
        Assert.Equal(early.Puzzles.Average(p => p.Steps), early.Values["all/steps"]);

        var summary = EvaluationSummary.Of(full).Halting;
        Assert.Equal(early.ExactAccuracy, summary.Exact.Value);
        Assert.Equal(early.Values["all/steps"], summary.MeanSteps);
    }

    [Theory]
    [InlineData(1000, 0)]
    [InlineData(-1000, 1)]
    public void A_network_that_learned_to_continue_halts_where_halting_beats_that(float raised, int halts)
    {
        var report = trained.EvaluateComparing(Plain, raised);
        Assert.All(report.Puzzles, p => Assert.Equal(halts, p.WouldHaltStep));
        var early = trained.EvaluateComparing(Plain with { EarlyHalt = true }, raised);
        Assert.All(early.Puzzles, p => Assert.Equal(halts == 0 ? 3 : halts, p.Steps));
    }

    [Fact]
    public void The_native_step_and_autograd_agree()
    {
        var native = trained.Evaluate(Plain, steps: 6);
        var autograd = trained.Evaluate(Plain, steps: 6, native: false);
        Assert.Equal(autograd.Puzzles.Select(p => p with { HaltLogit = 0 }), native.Puzzles.Select(p => p with { HaltLogit = 0 }));
        Assert.All(autograd.Puzzles.Zip(native.Puzzles), pair => Assert.Equal(pair.First.HaltLogit, pair.Second.HaltLogit, 3));
        Assert.Equal(autograd.Values["all/lm_loss"], native.Values["all/lm_loss"], 4);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(45)]
    [InlineData(64)]
    public void The_batch_size_changes_no_puzzle(int batchSize)
    {
        var expected = trained.Evaluate(Plain);
        var actual = trained.Evaluate(Plain with { BatchSize = batchSize });
        Assert.Equal(expected.Puzzles.Select(p => p with { HaltLogit = 0 }), actual.Puzzles.Select(p => p with { HaltLogit = 0 }));
        Assert.All(expected.Puzzles.Zip(actual.Puzzles), pair => Assert.Equal(pair.First.HaltLogit, pair.Second.HaltLogit, 3));
    }

    [Fact]
    public void A_limit_takes_the_first_puzzles()
    {
        var all = trained.Evaluate(Plain);
        var some = trained.Evaluate(Plain with { Limit = 20 });
        Assert.Equal(all.Puzzles.Take(16), some.Puzzles.Take(16));
        Assert.Equal(20, some.Puzzles.Count);
        Assert.Equal(20, some.Values["all/count"]);
    }

    [Fact]
    public void It_can_be_abandoned_between_two_steps()
    {
        using var model = trained.Balanced(steps: 8);
        using var step = TrainedSudoku.Step(model);
        int asked = 0, told = 0;
        Assert.Null(new Evaluator(trained.Test, Plain).Run(step, () => ++asked == 4, (done, all) => told = done));
        Assert.Equal(4, asked);
        Assert.Equal(16 * 2 / 8, told);
    }
}
