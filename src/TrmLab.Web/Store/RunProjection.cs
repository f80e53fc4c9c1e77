using System.Text;
using System.Text.Json;
using TrmLab.Core.Runs;

namespace TrmLab.Web.Store;

/// <summary>What each event of a log does to the index. Applied in order, from the first event, it always yields the same tables.</summary>
internal sealed class RunProjection(LabDb db, PointWriter points, RunRow run)
{
    /// <summary>Applies one event and moves the run's offset behind it.</summary>
    public void Apply(LoggedEvent logged)
    {
        run.Offset = logged.EndOffset;
        if (logged.Event is not { } e)
        {
            run.ForeignLines++;
            return;
        }

        run.LastEvent = e.Time;
        Advance(e);
        if (e is MetricsLogged metrics)
        {
            Log(metrics);
            return;
        }

        switch (e)
        {
            case RunStarted started: Start(started); break;
            case RunResumed resumed: Resume(resumed); break;
            case Evaluated evaluated: Evaluate(evaluated); break;
            case CheckpointSaved saved: Save(saved); break;
            case CheckpointRemoved removed: Remove(removed); break;
        }

        var json = Encoding.UTF8.GetString(RunEventJson.Write(e));
        if (e is RunStarted or RunPaused or RunContinued or RunFinished or RunStopped or RunFailed) run.Life = json;
        db.Events.Add(new EventRow { RunId = run.Id, EndOffset = logged.EndOffset, Time = e.Time, Step = StepOf(e) ?? run.Step, Kind = KindOf(json), Json = json });
    }

    private static string KindOf(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.GetProperty("event").GetString() ?? "";
    }

    private static long? StepOf(RunEvent e) => e switch
    {
        RunResumed r => r.FromStep,
        Evaluated v => v.Step,
        CheckpointSaved c => c.Step,
        RunPaused p => p.Step,
        RunContinued c => c.Step,
        RunFinished f => f.Step,
        RunStopped s => s.Step,
        RunFailed f => f.Step,
        _ => null,
    };

    private static double? MeanOf(Evaluated e, string metric)
    {
        var values = e.Values.Where(v => v.Key.EndsWith("/" + metric, StringComparison.Ordinal)).Select(v => v.Value).ToArray();
        return values.Length > 0 && values.Average() is var mean && double.IsFinite(mean) ? mean : null;
    }

    private void Advance(RunEvent e) => run.Elapsed = run.SessionStart == 0 ? 0 : run.SessionElapsed + Math.Max(0, e.Time - run.SessionStart);

    private void Start(RunStarted e)
    {
        run.Started ??= e.Time;
        run.SessionElapsed = run.Elapsed;
        run.SessionStart = e.Time;
        run.TotalSteps = e.TotalSteps;
        run.Parameters = e.Parameters;
        if (e.Device.Length > 0) run.Device = e.Device;
    }

    private void Resume(RunResumed e)
    {
        run.SessionElapsed = run.Elapsed = points.VoidAfter(e.FromStep);
        run.SessionStart = e.Time;
        run.Step = e.FromStep;
        run.Revision++;
        db.RemoveRange(db.Evaluations.Where(v => v.RunId == run.Id && v.Step > e.FromStep));
        db.SaveChanges();
        (run.BestEma, run.LastEma) = BestAndLast("ema");
        (run.BestRaw, run.LastRaw) = BestAndLast("raw");
    }

    private void Log(MetricsLogged e)
    {
        points.Step(e.Step, e.Time, run.Elapsed);
        foreach (var (name, value) in e.Values)
        {
            if (points.Point(name, e.Step, value)) run.Revision++;
        }

        run.Step = Math.Max(run.Step, e.Step);
        if (e.Values.TryGetValue("perf/steps_per_second", out var speed) && double.IsFinite(speed)) run.StepsPerSecond = speed;
    }

    private void Evaluate(Evaluated e)
    {
        points.Step(e.Step, e.Time, run.Elapsed);
        foreach (var (name, value) in e.Values)
        {
            if (points.Point($"{e.Weights}/{name}", e.Step, value)) run.Revision++;
        }

        var row = db.Evaluations.Find(run.Id, e.Step, e.Weights);
        if (row is null) db.Evaluations.Add(row = new EvaluationRow { RunId = run.Id, Step = e.Step, Weights = e.Weights });
        row.Time = e.Time;
        row.Puzzles = e.Puzzles;
        row.Exact = MeanOf(e, "exact_accuracy");
        row.Accuracy = MeanOf(e, "accuracy");
        row.Seconds = e.Seconds;
        row.File = e.File;
        row.ExactByStep = JsonSerializer.Serialize(e.ExactByStep.Select(v => double.IsFinite(v) ? v : 0));
        db.SaveChanges();
        if (e.Weights == "ema") (run.BestEma, run.LastEma) = BestAndLast("ema");
        else if (e.Weights == "raw") (run.BestRaw, run.LastRaw) = BestAndLast("raw");
    }

    private void Save(CheckpointSaved e)
    {
        var row = db.Checkpoints.Find(run.Id, e.Path);
        if (row is null) db.Checkpoints.Add(row = new CheckpointRow { RunId = run.Id, Path = e.Path });
        row.Step = e.Step;
        row.Time = e.Time;
        row.Bytes = e.Bytes;
        row.Kind = string.Join(",", row.Kind.Split(',', StringSplitOptions.RemoveEmptyEntries).Append(e.Kind).Distinct().Order());
    }

    private void Remove(CheckpointRemoved e)
    {
        if (db.Checkpoints.Find(run.Id, e.Path) is { } row) db.Checkpoints.Remove(row);
    }

    private (double? Best, double? Last) BestAndLast(string weights)
    {
        var exact = db.Evaluations.Where(v => v.RunId == run.Id && v.Weights == weights).OrderBy(v => v.Step).Select(v => v.Exact).ToArray();
        return (exact.Max(), exact.LastOrDefault());
    }
}
