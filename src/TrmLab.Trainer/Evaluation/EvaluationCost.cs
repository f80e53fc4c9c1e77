namespace TrmLab.Trainer.Evaluation;

/// <summary>What an evaluation took.</summary>
/// <param name="Puzzles">Test examples.</param>
/// <param name="SupervisionSteps">Supervision steps of all sequences together, attempts included, padding left out.</param>
/// <param name="NetworkEvaluations">Calls of the network f, counted per sequence: T (n + 1) in each supervision step.</param>
/// <param name="Seconds">Wall-clock time.</param>
/// <param name="BatchSize">Sequences that were computed at once.</param>
public sealed record EvaluationCost(long Puzzles, long SupervisionSteps, long NetworkEvaluations, double Seconds, int BatchSize)
{
    public double NetworkEvaluationsPerPuzzle => NetworkEvaluations / (double)Math.Max(1, Puzzles);

    public double SecondsPerPuzzle => Seconds / Math.Max(1, Puzzles);
}
