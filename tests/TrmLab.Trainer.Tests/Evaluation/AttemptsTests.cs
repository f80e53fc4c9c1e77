using TrmLab.Core;
using TrmLab.Core.Puzzles;
using TrmLab.Core.Puzzles.Sudoku;
using TrmLab.Core.Statistics;
using TrmLab.Trainer.Evaluation;
using TrmLab.Trainer.Model;

namespace TrmLab.Trainer.Tests.Evaluation;

public sealed class AttemptsTests(TrainedSudoku trained) : IClassFixture<TrainedSudoku>
{
    private static readonly EvaluationOptions Plain = new() { BatchSize = 16 };
    private static readonly EvaluationOptions Noisy = Plain with { BatchSize = 64, Rollouts = 4, Noise = new StateNoise(0.7, true, true), Seed = 3, KeepAttempts = true };

    [Fact]
    public void One_rollout_without_noise_is_the_plain_evaluation()
    {
        var plain = trained.Evaluate(Plain);
        var rollout = trained.Evaluate(Plain with { Rollouts = 1, Noise = new StateNoise(0, true, true) });
        Assert.Equal(plain.Puzzles, rollout.Puzzles);
        Assert.Equal(plain.Values, rollout.Values);
        Assert.Null(rollout.Attempts);
    }

    [Fact]
    public void Rollouts_without_noise_are_all_the_same()
    {
        var plain = trained.Evaluate(Plain);
        var curves = trained.Evaluate(Plain with { Rollouts = 3 }).Attempts!;
        var expected = Enumerable.Repeat(Share.Of(plain.Puzzles, p => p.Exact), 3);
        Assert.Equal(expected, curves.HaltHead);
        Assert.Equal(expected, curves.Majority);
        Assert.Equal(expected, curves.Cells);
        Assert.Equal(expected, curves.Any);
        Assert.Equal(plain.ExactAccuracy, curves.Single, 12);
    }

    [Fact]
    public void Noise_follows_the_seed_and_not_the_batch()
    {
        var first = trained.Evaluate(Noisy);
        var again = trained.Evaluate(Noisy);
        Assert.Equal(first.Puzzles, again.Puzzles);
        Assert.Equal(first.FurtherAttempts, again.FurtherAttempts);

        // Three attempts at once of one puzzle: every batch holds other rows.
        var small = trained.Evaluate(Noisy with { BatchSize = 3 });
        Assert.Equal(first.FurtherAttempts.SelectMany(a => a).Select(p => (p.Exact, p.FirstExactStep, p.WouldHaltStep)), small.FurtherAttempts.SelectMany(a => a).Select(p => (p.Exact, p.FirstExactStep, p.WouldHaltStep)));
        Assert.Equal(first.Attempts!.Majority, small.Attempts!.Majority);
        Assert.NotEqual(first.Puzzles, trained.Evaluate(Noisy with { Seed = 4 }).Puzzles);
        Assert.NotEqual(first.Puzzles, first.FurtherAttempts[0]);
    }

    [Fact]
    public void Curves_are_those_of_the_attempts()
    {
        var report = trained.Evaluate(Noisy);
        var curves = report.Attempts!;
        IReadOnlyList<IReadOnlyList<Core.Runs.PuzzleResult>> attempts = [report.Puzzles, .. report.FurtherAttempts];
        for (var k = 1; k <= 4; k++)
        {
            var any = Enumerable.Range(0, 45).Count(p => attempts.Take(k).Any(a => a[p].Exact));
            var best = Enumerable.Range(0, 45).Count(p => attempts.Take(k).MaxBy(a => a[p].HaltLogit)![p].Exact);
            Assert.Equal(Share.Of(any, 45), curves.Any[k - 1]);
            Assert.Equal(Share.Of(best, 45), curves.HaltHead[k - 1]);
            Assert.InRange(curves.Majority[k - 1].Value, 0, curves.Any[k - 1].Value);
        }

        Assert.Equal(attempts.SelectMany(a => a).Average(p => p.Exact ? 1.0 : 0), curves.Single, 12);
        Assert.Equal(45 * 3 * 4, report.Cost.SupervisionSteps);
    }

    [Fact]
    public void Rollouts_can_halt_early()
    {
        var full = trained.Evaluate(Noisy, steps: 6);
        var early = trained.Evaluate(Noisy with { EarlyHalt = true }, steps: 6);
        Assert.Equal(full.FurtherAttempts.SelectMany(a => a).Select(p => p.ExactAtHalt), early.FurtherAttempts.SelectMany(a => a).Select(p => p.Exact));
        Assert.True(early.Cost.SupervisionSteps < full.Cost.SupervisionSteps);
    }

    [Fact]
    public void Symmetries_begin_with_the_puzzle_as_it_stands()
    {
        var plain = trained.Evaluate(Plain);
        var voted = trained.Evaluate(Plain with { Symmetries = 5, Seed = 2, KeepAttempts = true });
        Assert.Equal(plain.Puzzles.Select(p => p with { HaltLogit = 0 }), voted.Puzzles.Select(p => p with { HaltLogit = 0 }));
        Assert.Equal(plain.ExactAccuracy, voted.Attempts!.HaltHead[0].Value);
        Assert.Equal(plain.ExactAccuracy, voted.Attempts.Majority[0].Value);
        Assert.Equal(plain.Puzzles, trained.Evaluate(Plain with { Symmetries = 1 }).Puzzles);

        // Labels move with their questions: an attempt that lost them would be exact nowhere.
        Assert.All(voted.FurtherAttempts, attempt => Assert.InRange(attempt.Average(p => p.CellAccuracy), plain.CellAccuracy - 0.15, 1));
        Assert.Equal("symmetries", voted.Attempts.Kind);
    }

    [Fact]
    public void A_symmetry_is_undone()
    {
        var symmetries = new SudokuSymmetries(SudokuBoard.Four, 6, seed: 1);
        int[] label = [2, 3, 4, 5, 4, 5, 2, 3, 3, 2, 5, 4, 5, 4, 3, 2];
        for (var attempt = 0; attempt < 6; attempt++)
        {
            var (inputs, labels) = ((int[])label.Clone(), (int[])label.Clone());
            (inputs[3], labels[7]) = (SudokuTokens.Blank, PuzzleSet.IgnoredLabel);
            symmetries.Transform(attempt, inputs, labels);
            Assert.Equal(attempt == 0, inputs.SequenceEqual([2, 3, 4, 1, 4, 5, 2, 3, 3, 2, 5, 4, 5, 4, 3, 2]));
            symmetries.Restore(attempt, inputs);
            symmetries.Restore(attempt, labels);
            Assert.Equal([2, 3, 4, 1, 4, 5, 2, 3, 3, 2, 5, 4, 5, 4, 3, 2], inputs);
            Assert.Equal([2, 3, 4, 5, 4, 5, 2, PuzzleSet.IgnoredLabel, 3, 2, 5, 4, 5, 4, 3, 2], labels);
        }
    }

    [Fact]
    public void Rollouts_and_symmetries_exclude_each_other() =>
        Assert.Throws<InputException>(() => trained.Evaluate(Noisy with { Symmetries = 2 }));
}
