using TrmLab.Trainer.Evaluation;

namespace TrmLab.Trainer.Training;

/// <summary>What <c>trmlab train</c> reports when a run is over.</summary>
public sealed record RunOutcome(string Run, string Directory, string State, long Step, double Seconds, long Parameters, IReadOnlyDictionary<string, EvaluationReport> Evaluations);
