using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TrmLab.Core.Runs;

namespace TrmLab.Web.Store;

/// <summary>What each event of a log does to the index. Applied in order, from the first event, it always yields the same tables.</summary>
internal sealed class RunProjection(LabDb db, PointWriter points, RunRow run)
{
    // Of a new line's speed in the average: about the last twenty lines count.
    private const double NewestShare = 0.1;

    // Read once per batch and only if it has such an event: a question to the database for each would be most of the work.
    private Dictionary<(long Step, string Weights), EvaluationRow>? _evaluations;
    private Dictionary<string, CheckpointRow>? _checkpoints;

    private Dictionary<(long Step, string Weights), EvaluationRow> Evaluations =>
        _evaluations ??= db.Evaluations.Where(v => v.RunId == run.Id).AsEnumerable().ToDictionary(v => (v.Step, v.Weights));

    private Dictionary<string, CheckpointRow> Checkpoints =>
        _checkpoints ??= db.Checkpoints.Where(c => c.RunId == run.Id).AsEnumerable().ToDictionary(c => c.Path);

    /// <summary>Saves what the events of a batch came to; call once behind the last.</summary>
    public void Finish()
    {
        if (_evaluations is not null)
        {
            (run.BestEma, run.LastEma) = BestAndLast("ema");
            (run.BestRaw, run.LastRaw) = BestAndLast("raw");
            run.EvaluatedStep = Evaluations.Keys.Select(k => k.Step).DefaultIfEmpty().Max();
            var last = Evaluations.Values.Where(v => v.Step == run.EvaluatedStep).ToArray();
            run.EvaluationSeconds = last.Length > 0 ? last.Sum(v => v.Seconds) : null;
        }

        run.Revision += points.Flush();
        db.SaveChanges();
    }

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
            case RunImported imported: Import(imported); break;
        }

        var json = Encoding.UTF8.GetString(RunEventJson.Write(e));
        if (e is RunStarted or RunPaused or RunContinued or RunFinished or RunStopped or RunFailed or RunImported) run.Life = json;
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

    private void Import(RunImported e)
    {
        (run.Name, run.Data, run.Device) = (e.Name, e.Source, "imported");
        run.Created = run.SessionStart = e.Time;
        run.Started = e.Time;
        run.ConfigError = ""; // it has none, and needs none
    }

    private void Resume(RunResumed e)
    {
        run.SessionElapsed = run.Elapsed = points.VoidAfter(e.FromStep);
        run.SessionStart = e.Time;
        run.Step = e.FromStep;
        // Perhaps on another device.
        run.StepSeconds = null;
        run.Revision++;
        // A seam begins its transaction (see RunIngest), so no evaluation waits to be saved.
        db.Evaluations.Where(v => v.RunId == run.Id && v.Step > e.FromStep).ExecuteDelete();
        _ = Evaluations;
    }

    private void Log(MetricsLogged e)
    {
        points.Step(e.Step, e.Time, run.Elapsed);
        foreach (var (name, value) in e.Values)
        {
            points.Point(name, e.Step, value);
        }

        run.Step = Math.Max(run.Step, e.Step);
        if (!e.Values.TryGetValue("perf/steps_per_second", out var speed) || !double.IsFinite(speed)) return;
        run.StepsPerSecond = speed;
        // The first step is slow by what it prepares.
        if (e.Step > 1 && speed > 0 && double.IsFinite(1 / speed)) run.StepSeconds = run.StepSeconds is { } before ? before + NewestShare * (1 / speed - before) : 1 / speed;
    }

    private void Evaluate(Evaluated e)
    {
        points.Step(e.Step, e.Time, run.Elapsed);
        foreach (var (name, value) in e.Values)
        {
            points.Point($"{e.Weights}/{name}", e.Step, value);
        }

        if (!Evaluations.TryGetValue((e.Step, e.Weights), out var row))
        {
            row = Evaluations[(e.Step, e.Weights)] = new EvaluationRow { RunId = run.Id, Step = e.Step, Weights = e.Weights };
            db.Evaluations.Add(row);
        }

        run.Step = Math.Max(run.Step, e.Step); // a kept evaluation has no other points
        row.Time = e.Time;
        row.Puzzles = e.Puzzles;
        row.Exact = MeanOf(e, "exact_accuracy");
        row.Accuracy = MeanOf(e, "accuracy");
        row.Seconds = e.Seconds;
        row.File = e.File;
        row.ExactByStep = JsonSerializer.Serialize(e.ExactByStep.Select(v => double.IsFinite(v) ? v : 0));
    }

    private void Save(CheckpointSaved e)
    {
        if (!Checkpoints.TryGetValue(e.Path, out var row)) row = Checkpoints[e.Path] = new CheckpointRow { RunId = run.Id, Path = e.Path };
        var state = db.Entry(row).State;
        if (state is EntityState.Detached or EntityState.Deleted)
        {
            // New, or removed a moment ago and written again.
            row.Kind = "";
            db.Entry(row).State = state == EntityState.Deleted ? EntityState.Modified : EntityState.Added;
        }

        row.Step = e.Step;
        row.Time = e.Time;
        row.Bytes = e.Bytes;
        row.Kind = string.Join(",", row.Kind.Split(',', StringSplitOptions.RemoveEmptyEntries).Append(e.Kind).Distinct().Order());
    }

    private void Remove(CheckpointRemoved e)
    {
        if (Checkpoints.TryGetValue(e.Path, out var row)) db.Checkpoints.Remove(row);
    }

    private (double? Best, double? Last) BestAndLast(string weights)
    {
        var exact = Evaluations.Values.Where(v => v.Weights == weights).OrderBy(v => v.Step).Select(v => v.Exact).ToArray();
        return (exact.Max(), exact.LastOrDefault());
    }
}
