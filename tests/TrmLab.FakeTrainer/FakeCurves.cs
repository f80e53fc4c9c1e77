using TrmLab.Core.Runs;

namespace TrmLab.FakeTrainer;

/// <summary>Curves that look like learning and depend on the step alone, so a test can compute what it must see.</summary>
public static class FakeCurves
{
    public static MetricsLogged Metrics(long step, long nanAt, double speed) => new()
    {
        Step = step,
        Values = new Dictionary<string, double>
        {
            ["train/lm_loss"] = step == nanAt ? double.NaN : Loss(step),
            ["train/accuracy"] = 1 - 0.5 * Math.Exp(-step / 150.0),
            ["train/exact_accuracy"] = Exact(step, "train"),
            ["train/q_halt_accuracy"] = 0.5 + 0.5 * Exact(step, "train"),
            ["train/q_halt_loss"] = 0.6 * Math.Exp(-step / 300.0) + 0.02,
            ["train/steps"] = 4 - 3 * Exact(step, "train"),
            ["train/count"] = 20,
            ["train/lr"] = 1e-3 * Math.Min(1, step / 50.0),
            ["perf/steps_per_second"] = speed,
        },
    };

    public static Evaluated Evaluation(long step, string weights) => new()
    {
        Step = step,
        Weights = weights,
        Puzzles = 200,
        Seconds = 0.4,
        Values = new Dictionary<string, double> { ["all/exact_accuracy"] = Exact(step, weights), ["all/accuracy"] = 0.5 + 0.5 * Exact(step, weights), ["all/lm_loss"] = Loss(step) * 1.1 },
        ExactByStep = [0.2 * Exact(step, weights), 0.7 * Exact(step, weights), 0.95 * Exact(step, weights), Exact(step, weights)],
        File = RunDirectory.EvaluationFile(step, weights),
    };

    public static double Loss(long step) => 2 * Math.Exp(-step / 120.0) + 0.05 + 0.08 * Noise(step);

    private static double Exact(long step, string weights)
    {
        var mean = 1 - Math.Exp(-Math.Pow(step / 180.0, 2));
        return Math.Clamp(mean + (weights == "ema" ? -0.01 : 0.06 * (Noise(step + weights.Length) - 0.5)), 0, 1);
    }

    // Between 0 and 1, the same for the same step everywhere.
    private static double Noise(long step) => (step * 2654435761L % 1000 + 1000) % 1000 / 1000.0;
}
