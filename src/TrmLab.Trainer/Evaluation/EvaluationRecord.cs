using TrmLab.Core.Runs;

namespace TrmLab.Trainer.Evaluation;

/// <summary>How an evaluation stands in a run: files by puzzle, and a line of the log.</summary>
internal static class EvaluationRecord
{
    /// <summary>Writes the result of each puzzle and what the puzzles' rules produce.</summary>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void WriteFiles(RunDirectory run, long step, string weights, EvaluationReport report)
    {
        Directory.CreateDirectory(run.Evaluations);
        DurableFile.Write(run.Resolve(RunDirectory.EvaluationFile(step, weights)), stream => PuzzleResult.WriteAll(stream, report.Puzzles));
        foreach (var (name, write) in report.Files) DurableFile.Write(run.Resolve(RunDirectory.EvaluationFile(step, weights, name)), write);
    }

    /// <summary>The line of the log.</summary>
    public static Evaluated EventOf(long step, string weights, EvaluationReport report) => new()
    {
        Step = step,
        Weights = weights,
        Values = report.Values,
        ExactByStep = report.ExactByStep,
        Puzzles = report.Puzzles.Count,
        File = RunDirectory.EvaluationFile(step, weights),
        Seconds = report.Seconds,
    };
}
