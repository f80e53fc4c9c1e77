using TrmLab.Core.Configuration;
using TrmLab.Core.Results;
using TrmLab.Web.Store;

namespace TrmLab.Web.Comparison;

/// <summary>A run's result on a benchmark beside the published one.</summary>
/// <param name="Run">The run.</param>
/// <param name="Comparison">Figures, and what may be compared.</param>
public sealed record LabRow(ComparedRun Run, ResultComparison Comparison);

/// <summary>What the runs of this lab reached on the published benchmarks.</summary>
public static class LabResults
{
    // By the names that the presets and the data sets page give; a set of another name is not taken for a published one.
    private static readonly (string Prefix, BenchmarkTask Task)[] Names =
    [
        ("sudoku-extreme", BenchmarkTask.SudokuExtreme), ("maze-30x30-hard", BenchmarkTask.MazeHard), ("arc1", BenchmarkTask.ArcAgi1), ("arc2", BenchmarkTask.ArcAgi2),
    ];

    /// <summary>The benchmark whose test puzzles a run is evaluated on, by the name of its data set; null if it is none.</summary>
    public static BenchmarkTask? TaskOf(RunConfig config)
    {
        var path = config.TestDataPaths.Count > 0 ? config.TestDataPaths : config.DataPaths;
        var name = path.Count == 1 ? Path.GetFileName(path[0].TrimEnd('/')) : "";
        return Names.Where(n => name.StartsWith(n.Prefix, StringComparison.Ordinal)).Select(n => (BenchmarkTask?)n.Task).FirstOrDefault();
    }

    /// <summary>The best runs of a benchmark, by the chosen evaluation; each run once, with its averaged weights if it has them.</summary>
    /// <param name="db">For ARC's scores.</param>
    /// <param name="runs">All runs.</param>
    /// <param name="task">The benchmark.</param>
    /// <param name="choice">Which evaluation of each run.</param>
    public static IReadOnlyList<LabRow> Of(LabDb db, IReadOnlyList<ComparedRun> runs, BenchmarkTask task, EvaluationChoice choice)
    {
        var mine = runs.Where(r => r.Config is { } config && TaskOf(config) == task).ToArray();
        var seeds = mine.GroupBy(SeedGroup.KeyOf).ToDictionary(g => g.Key, g => g.Select(r => r.Row.Seed).Distinct().Count());
        return
        [
            .. mine.Select(r => (Run: r, Result: ResultOf(db, r, task, choice, seeds[SeedGroup.KeyOf(r)]))).Where(r => r.Result is not null)
                .Select(r => new LabRow(r.Run, ResultComparison.Of(r.Result!))).OrderByDescending(r => r.Comparison.Lab.Score),
        ];
    }

    /// <summary>The evaluation of a run that is shown: averaged weights where there are any.</summary>
    public static EvaluationRow? Chosen(ComparedRun run, EvaluationChoice choice)
    {
        var all = run.Of("ema").ToArray() is { Length: > 0 } ema ? ema : [.. run.Of("raw")];
        return choice == EvaluationChoice.Best ? all.MaxBy(e => e.Exact) : all.LastOrDefault();
    }

    private static LabResult? ResultOf(LabDb db, ComparedRun run, BenchmarkTask task, EvaluationChoice choice, int seeds)
    {
        var isArc = task is BenchmarkTask.ArcAgi1 or BenchmarkTask.ArcAgi2;
        if (Chosen(run, choice) is not { Puzzles: > 0 } shown) return null;
        var (share, puzzles, step) = (shown.Exact!.Value, (long)shown.Puzzles, shown.Step);
        if (isArc)
        {
            // ARC counts tasks by two tries, not single test grids; with a limit the number of tasks is not known.
            if (run.Config!.EvaluationLimit > 0 || PassAtTwo(db, run, shown.Weights, choice) is not { } pass) return null;
            (share, puzzles, step) = (pass.Share, BenchmarkTasks.TestSetSizeOf(task), pass.Step);
        }

        return new LabResult
        {
            Task = task,
            Run = run.Label,
            Weights = shown.Weights,
            Solved = Math.Clamp((long)Math.Round(share * puzzles), 0, puzzles),
            Puzzles = puzzles,
            ExactScore = isArc ? 100 * share : null,
            TokenMlp = run.Config!.Arch.TokenMlp,
            Parameters = run.Row.Parameters,
            Differences = PublishedSetting.Of(task, run.Config.Arch.TokenMlp)?.Differences(run.Config) ?? [],
            Choice = choice,
            Evaluations = run.Of(shown.Weights).Count(),
            SupervisionSteps = run.Config.Arch.MaxSupervisionSteps,
            Seeds = seeds,
            ShareOfSchedule = run.Row.TotalSteps > 0 ? Math.Min(1, step / (double)run.Row.TotalSteps) : 1,
            TrainingSeconds = run.Row.Elapsed / 1000.0,
            Device = run.Row.Device,
        };
    }

    private static (double Share, long Step)? PassAtTwo(LabDb db, ComparedRun run, string weights, EvaluationChoice choice)
    {
        var names = db.RunMetrics.Where(m => m.RunId == run.Row.Id).Join(db.Metrics, m => m.MetricId, m => m.Id, (_, m) => m.Name).ToArray();
        if (names.FirstOrDefault(n => n.StartsWith(weights + "/", StringComparison.Ordinal) && n.EndsWith("/pass@2", StringComparison.Ordinal)) is not { } name) return null;
        if (StoredSeries.Read(db, run.Row.Id, name) is not { } series) return null;
        var points = Enumerable.Range(0, series.Count).Select(i => (Share: series.Values[i], Step: series.Steps[i])).Where(p => double.IsFinite(p.Share)).ToArray();
        return points.Length == 0 ? null : choice == EvaluationChoice.Best ? points.MaxBy(p => p.Share) : points[^1];
    }
}
