using Microsoft.EntityFrameworkCore;
using TrmLab.Web.Store;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Components.RunTable;

/// <summary>Reads all runs for the table, and of each only what the table shows.</summary>
public sealed class RunListReader(RunIndex index, RunStates states, RunLabelShelf labels, RunFieldsCache fields)
{
    /// <summary>All runs, in no order.</summary>
    public IReadOnlyList<RunListItem> Read(RunListQuery query)
    {
        using var db = index.Open();
        // Configurations are most of the table's bytes, and only some columns need them.
        var rows = db.Runs.Select(r => new RunRow
        {
            Id = r.Id,
            Run = r.Run,
            Name = r.Name,
            ConfigError = r.ConfigError,
            Data = r.Data,
            Device = r.Device,
            Seed = r.Seed,
            Created = r.Created,
            Started = r.Started,
            LastEvent = r.LastEvent,
            Elapsed = r.Elapsed,
            Step = r.Step,
            TotalSteps = r.TotalSteps,
            StepsPerSecond = r.StepsPerSecond,
            StepSeconds = r.StepSeconds,
            PlannedEvaluations = r.PlannedEvaluations,
            EvaluatedStep = r.EvaluatedStep,
            EvaluationSeconds = r.EvaluationSeconds,
            BestEma = r.BestEma,
            BestRaw = r.BestRaw,
            LastEma = r.LastEma,
            LastRaw = r.LastRaw,
        }).ToArray();
        var metrics = LastValues(db, [.. query.Metrics]);
        var configs = query.NeedsFields ? fields.Of([.. rows.Select(r => r.Run)]) : null;
        return [.. rows.Select(r => new RunListItem(r, states.Of(r.Run))
        {
            Labels = labels.Of(r.Run),
            Fields = configs?.GetValueOrDefault(r.Run),
            Metrics = metrics.GetValueOrDefault(r.Id) ?? [],
        })];
    }

    /// <summary>Names of all metrics that any run has.</summary>
    public IReadOnlyList<string> MetricNames()
    {
        using var db = index.Open();
        return [.. db.Metrics.Select(m => m.Name).AsEnumerable().Order(StringComparer.Ordinal)];
    }

    private static Dictionary<int, Dictionary<string, double>> LastValues(LabDb db, string[] metrics)
    {
        var values = new Dictionary<int, Dictionary<string, double>>();
        foreach (var metric in metrics)
        {
            if (db.Metrics.Where(m => m.Name == metric).Select(m => m.Id).FirstOrDefault() is not (> 0 and var id)) continue;
            foreach (var last in db.Database.SqlQuery<LastValue>($"""
                SELECT r."RunId" AS "RunId", p.value AS "Value", p.kind AS "Kind" FROM run_metrics r
                JOIN points p ON p.run_id = r."RunId" AND p.metric_id = r."MetricId" AND p.step = r."LastStep" WHERE r."MetricId" = {id}
                """))
            {
                if (!values.TryGetValue(last.RunId, out var ofRun)) values[last.RunId] = ofRun = [];
                ofRun[metric] = last.Kind == 0 ? last.Value ?? double.NaN : StoredValue.Of(last.Kind);
            }
        }

        return values;
    }

    private sealed class LastValue
    {
        public int RunId { get; set; }

        public double? Value { get; set; }

        public int Kind { get; set; }
    }
}
