using TrmLab.Core.Puzzles;

namespace TrmLab.Core.Configuration;

/// <summary>How many steps a configuration makes on its data.</summary>
/// <param name="TotalSteps">The schedule's length: floor(epochs * groups * mean examples / batch), as the reference computes it.</param>
/// <param name="StepsPerEvaluation">Full batches in one evaluation interval (the incomplete last one is dropped), at one example per group and epoch.</param>
/// <param name="Evaluations">Evaluation intervals.</param>
public sealed record StepPlan(long TotalSteps, long StepsPerEvaluation, int Evaluations)
{
    /// <summary>The plan for <paramref name="config"/> on data with <paramref name="train"/> metadata.</summary>
    public static StepPlan Of(RunConfig config, DatasetMetadata train)
    {
        return new StepPlan(
            train.TotalSteps(config.Epochs, config.BatchSize),
            train.TotalSteps(Math.Min(config.EvaluationInterval, config.Epochs), config.BatchSize),
            EvaluationsOf(config));
    }

    /// <summary>Evaluation intervals of <paramref name="config"/>, whatever its data.</summary>
    public static int EvaluationsOf(RunConfig config) => config.Epochs / Math.Max(1, config.EvaluationInterval);

    /// <summary>Updates really made: fewer than <see cref="TotalSteps"/>, since every interval drops its incomplete last batch.</summary>
    public long ExpectedUpdates => Math.Min(TotalSteps, StepsPerEvaluation * Evaluations);
}
