using System.Text;
using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;
using TrmLab.Core.Statistics;
using TrmLab.Web.Store;

namespace TrmLab.Web.Comparison;

/// <summary>A run with all that a comparison looks at, as it stood when it was read.</summary>
public sealed record ComparedRun
{
    public required RunRow Row { get; init; }

    public required RunState State { get; init; }

    /// <summary>Null for an imported run, or if it cannot be read.</summary>
    public required RunConfig? Config { get; init; }

    /// <summary>What the last trainer said of itself: versions, data hashes; empty if nothing is known.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>By step, raw and averaged.</summary>
    public required IReadOnlyList<EvaluationRow> Evaluations { get; init; }

    /// <summary>Name in this comparison: with the seed or the id where names are equal.</summary>
    public string Label { get; init; } = "";

    /// <summary>The run's id.</summary>
    public string Id => Row.Run;

    /// <summary>All planned steps were trained, or the run was never this program's to train.</summary>
    public bool IsComplete => State.Phase is RunPhase.Finished or RunPhase.Imported;

    /// <summary>Evaluations of one kind of weights that have a result, by step.</summary>
    public IEnumerable<EvaluationRow> Of(string weights) => Evaluations.Where(e => e.Weights == weights && e.Exact is not null);

    /// <summary>Reads runs in the order of their ids; ids that are not there are left out.</summary>
    public static IReadOnlyList<ComparedRun> Read(RunIndex index, Func<string, RunState> stateOf, IReadOnlyList<string> ids)
    {
        using var db = index.Open();
        var rows = db.Runs.Where(r => ids.Contains(r.Run)).ToDictionary(r => r.Run);
        var keys = rows.Values.Select(r => r.Id).ToArray();
        var evaluations = db.Evaluations.Where(e => keys.Contains(e.RunId)).AsEnumerable().OrderBy(e => e.Step).ToLookup(e => e.RunId);
        var started = db.Events.Where(e => keys.Contains(e.RunId) && e.Kind == "started").AsEnumerable().OrderBy(e => e.EndOffset).ToLookup(e => e.RunId, e => e.Json);
        return Labelled([.. ids.Distinct().Where(rows.ContainsKey).Select(id => rows[id]).Select(row => new ComparedRun
        {
            Row = row,
            State = stateOf(row.Run),
            Config = ConfigOf(row),
            Environment = started[row.Id].LastOrDefault() is { } json && RunEventJson.Read(Encoding.UTF8.GetBytes(json)) is RunStarted s ? s.Environment : new Dictionary<string, string>(),
            Evaluations = [.. evaluations[row.Id]],
        })]);
    }

    /// <summary>Wilson's interval of an evaluation's exact accuracy; null where the number of puzzles is unknown.</summary>
    public static ConfidenceInterval? IntervalOf(EvaluationRow evaluation) => evaluation is { Exact: { } exact, Puzzles: > 0 }
        ? WilsonInterval.Of(Math.Clamp((long)Math.Round(exact * evaluation.Puzzles), 0, evaluation.Puzzles), evaluation.Puzzles)
        : null;

    private static IReadOnlyList<ComparedRun> Labelled(IReadOnlyList<ComparedRun> runs)
    {
        var byName = runs.ToLookup(r => r.Row.Name);
        return [.. runs.Select(r => r with { Label = LabelOf(r, byName[r.Row.Name]) })];
    }

    private static string LabelOf(ComparedRun run, IEnumerable<ComparedRun> sameName)
    {
        var others = sameName.Where(o => o != run).ToArray();
        if (others.Length == 0) return run.Row.Name;
        var bySeed = others.All(o => o.Row.Seed != run.Row.Seed);
        return bySeed ? $"{run.Row.Name}, seed {run.Row.Seed}" : $"{run.Row.Name} ({run.Id})";
    }

    private static RunConfig? ConfigOf(RunRow row)
    {
        try
        {
            return row.Config.Length > 0 ? ConfigJson.Read(row.Config, row.Run) : null;
        }
        catch (InputException)
        {
            return null;
        }
    }
}
