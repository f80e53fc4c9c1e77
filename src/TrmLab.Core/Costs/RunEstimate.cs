using TrmLab.Core.Configuration;
using TrmLab.Core.Puzzles;

namespace TrmLab.Core.Costs;

/// <summary>What a run will take, from measurements: of an earlier run with the same steps, else of <see cref="MachineSpeed"/>.</summary>
/// <param name="StepMilliseconds">Of one training step.</param>
/// <param name="Training">All steps.</param>
/// <param name="Evaluations">All evaluations.</param>
/// <param name="Megabytes">Resident memory of the trainer; null where it was not measured.</param>
/// <param name="Basis">What was measured, in words that follow "from".</param>
public sealed record RunEstimate(double StepMilliseconds, TimeSpan Training, TimeSpan Evaluations, double? Megabytes, string Basis)
{
    /// <summary>Both together.</summary>
    public TimeSpan Duration => Training + Evaluations;

    /// <summary>Estimates; null where nothing comparable was measured.</summary>
    /// <param name="test">Null: nothing is evaluated.</param>
    /// <param name="before">Newest run with the same steps, and its speed.</param>
    /// <param name="cores">Of this machine: as many threads as a run takes that names none.</param>
    public static RunEstimate? Of(
        RunConfig config, ModelShape shape, StepPlan plan, DatasetMetadata? test, (string Run, double StepsPerSecond)? before, MachineSpeed? speed, int cores)
    {
        var threads = config.Threads > 0 ? config.Threads : cores;
        var cost = speed?.CostOf(config, threads);
        var work = StepWork.Of(shape, config.BatchSize, cost?.Engine == ConfigField.Word(StepEngine.Native) ? threads : 0);
        if ((before is { } run ? 1000 / run.StepsPerSecond : cost?.TimeOf(work)) is not { } milliseconds) return null;
        var basis = before is { } earlier
            ? $"the speed of run {earlier.Run}"
            : $"this machine's measurement of {speed!.MeasuredAt.ToLocalTime():yyyy-MM-dd}, whose fit is within {cost!.TimeError:P0}";
        return new RunEstimate(
            milliseconds,
            TimeSpan.FromMilliseconds(milliseconds * plan.ExpectedUpdates),
            TimeSpan.FromMilliseconds(milliseconds * EvaluationShare(shape) * Sequences(config, plan, test) / config.BatchSize),
            cost?.MemoryOf(work),
            basis);
    }

    // A supervision step without gradient costs T (n + 1) network calls, a training step two more for each that has a gradient.
    private static double EvaluationShare(ModelShape shape) =>
        shape.UpdatesPerSupervisionStep / (shape.UpdatesPerSupervisionStep + 2.0 * shape.Arch.DifferentiatedUpdates);

    // Supervision steps of all evaluations, counted per sequence.
    private static double Sequences(RunConfig config, StepPlan plan, DatasetMetadata? test)
    {
        if (test is null) return 0;
        var puzzles = test.TotalGroups * Math.Max(1, test.MeanPuzzleExamples);
        if (config.EvaluationLimit > 0) puzzles = Math.Min(puzzles, config.EvaluationLimit);
        return puzzles * config.Arch.MaxSupervisionSteps * plan.Evaluations * (config.Ema ? 2 : 1);
    }
}
