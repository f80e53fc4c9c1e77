using TorchSharp;
using TrmLab.Trainer.Losses;
using TrmLab.Trainer.Model;
using TrmLab.Trainer.Training;

namespace TrmLab.Trainer.Evaluation;

/// <summary>Takes one batch through its supervision steps.</summary>
/// <param name="goesOn">Asked before each step (from 1); false abandons the batch.</param>
internal sealed class BatchRun(ISupervisionStep step, IAttempts attempts, bool earlyHalt, Func<int, bool> goesOn)
{
    /// <summary>Sums of the last step over all rows, padding included; null where rows have halted early.</summary>
    public StepMetrics? Metrics { get; private set; }

    /// <summary>Supervision steps of all sequences, padding left out.</summary>
    public long SupervisionSteps { get; private set; }

    /// <summary>Runs; null if it was abandoned.</summary>
    public PuzzleTally? Run(AttemptBatch rows)
    {
        var tally = new PuzzleTally(rows.Batch, rows.PerPuzzle);
        var (batch, active) = (rows.Batch, Enumerable.Range(0, rows.Batch.BatchSize).ToArray());
        var carry = Filled(rows);
        var last = step.Model.Shape.Arch.MaxSupervisionSteps;
        try
        {
            for (var i = 1; ; i++)
            {
                if (!goesOn(i)) return null;
                if (attempts.Disturb(carry, [.. active.Select(row => rows.Rows[row])], i) is { } disturbed) Replace(disturbed);
                using var result = step.Run(carry, batch, training: false);
                Replace(result.Carry);
                SupervisionSteps += active.Count(row => rows.Rows[row].Example >= 0);
                Take(tally, active, result);
                if (i == last)
                {
                    Metrics = active.Length == rows.Rows.Count ? result.Metrics.Read() : null;
                    return tally;
                }

                if (!earlyHalt) continue;
                int[] going = [.. Enumerable.Range(0, active.Length).Where(place => !tally.HasHalted(active[place]))];
                if (going.Length == 0) return tally;
                if (going.Length == active.Length) continue;
                Replace(carry.Take(going));
                (batch, active) = (batch.Take(going), [.. going.Select(place => active[place])]);
            }
        }
        finally
        {
            carry.Dispose();
        }

        void Replace(Carry next)
        {
            carry.Dispose();
            carry = next;
        }
    }

    // Filled before the first step: noise on a row that is still to be filled would be lost.
    private Carry Filled(AttemptBatch rows)
    {
        using var initial = Carry.Initial(step.Model, rows.Batch.BatchSize);
        return initial.Refill(step.Model, rows.Batch);
    }

    private void Take(PuzzleTally tally, int[] active, StepResult result)
    {
        using var scope = torch.NewDisposeScope();
        var answers = result.Logits.argmax(-1).to(torch.ScalarType.Int32).cpu().contiguous();
        var logits = result.HaltLogits.to(torch.ScalarType.Float32).cpu().contiguous();
        var halting = HaltingRule.WantsToHalt(step.Model.Shape.Arch, result.HaltLogits, result.ContinueLogits).cpu().contiguous();
        tally.Add(active, answers.data<int>().ToArray(), logits.data<float>().ToArray(), halting.data<bool>().ToArray());
    }
}
