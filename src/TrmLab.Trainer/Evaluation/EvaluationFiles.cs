using TrmLab.Core.Runs;

namespace TrmLab.Trainer.Evaluation;

/// <summary>
/// Writes an evaluation to a directory: <c>WEIGHTS.csv</c> with a row per puzzle, <c>WEIGHTS.attempt_0002.csv</c> and so on for further attempts,
/// and what the puzzles' rules produce, such as <c>WEIGHTS.submission.json</c>.
/// </summary>
internal static class EvaluationFiles
{
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void Write(string directory, string weights, EvaluationReport report)
    {
        Directory.CreateDirectory(directory);
        Results($"{weights}.csv", report.Puzzles);
        for (var i = 0; i < report.FurtherAttempts.Count; i++) Results($"{weights}.attempt_{i + 2:D4}.csv", report.FurtherAttempts[i]);
        foreach (var (name, write) in report.Files) DurableFile.Write(Path.Combine(directory, $"{weights}.{name}"), write);

        void Results(string name, IReadOnlyList<PuzzleResult> puzzles) =>
            DurableFile.Write(Path.Combine(directory, name), stream => PuzzleResult.WriteAll(stream, puzzles));
    }
}
