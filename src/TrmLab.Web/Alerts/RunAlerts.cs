using TrmLab.Core.Runs;
using TrmLab.Web.Components.Controls;
using TrmLab.Web.Hosting;
using TrmLab.Web.Store;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Alerts;

/// <summary>What there is to tell of one run; a function of what is known of it.</summary>
public static class RunAlerts
{
    /// <summary>All alerts that a run gives cause for.</summary>
    /// <param name="row">The run in the index.</param>
    /// <param name="status">Where it stands.</param>
    /// <param name="nonFinite">Its metrics that have NaN or infinities: name and how many.</param>
    /// <param name="settings">Thresholds.</param>
    /// <param name="now">The time to judge by.</param>
    public static IEnumerable<Alert> Of(RunRow row, RunStatus status, IEnumerable<(string Metric, long Count)> nonFinite, LabSettings settings, DateTimeOffset now)
    {
        Alert about(AlertKind kind, string occasion, string text) => new() { Kind = kind, Run = row.Run, Name = row.Name, Text = text, Key = $"{kind}:{row.Run}:{occasion}", Time = now.ToUnixTimeMilliseconds() };

        if (settings.AlertNonFinite)
        {
            foreach (var (metric, count) in nonFinite) yield return about(AlertKind.NonFinite, metric, $"NaN or infinity in {metric} ({count} so far, step {row.Step})");
        }

        if (settings.AlertNoProgressMinutes > 0 && status.State.Phase == RunPhase.Running && row.LastEvent > 0)
        {
            var silent = now - DateTimeOffset.FromUnixTimeMilliseconds(row.LastEvent);
            if (silent > TimeSpan.FromMinutes(settings.AlertNoProgressMinutes))
            {
                var activity = status.Heartbeat is { Activity.Length: > 0 } beat ? $" ({beat.Activity})" : "";
                yield return about(AlertKind.NoProgress, $"{row.LastEvent}", $"no progress for {Show.Duration(silent)} at step {row.Step}{activity}");
            }
        }

        if (settings.AlertBelowBestPoints > 0 && Worst(row) is { } worst && worst.Drop * 100 >= settings.AlertBelowBestPoints)
        {
            // Once for each best: a curve that swings below it would tell again and again.
            yield return about(AlertKind.BelowBest, FormattableString.Invariant($"{worst.Weights}:{worst.Best:R}"), $"last exact accuracy ({worst.Weights}) {Show.Points(worst.Drop).TrimStart('+')} below the best of {Show.Percent(worst.Best)}");
        }
    }

    /// <summary>What to tell of a run's end.</summary>
    public static Alert OfEnd(RunRow row, RunStatus status, DateTimeOffset now)
    {
        var state = status.State;
        var kind = state.Phase switch { RunPhase.Failed => AlertKind.RunFailed, RunPhase.Lost => AlertKind.RunLost, _ => AlertKind.RunEnded };
        var word = state.Phase.ToString().ToLowerInvariant();
        var figure = row.BestEma ?? row.BestRaw;
        var text = state.Phase is RunPhase.Finished && figure is not null ? $"{word} at step {row.Step}; best exact accuracy {Show.Percent(figure)}" : $"{word} at step {row.Step}: {state.Reason}";
        return new Alert { Kind = kind, Run = row.Run, Name = row.Name, Text = text, Key = $"{kind}:{row.Run}:{row.LastEvent}:{status.Heartbeat?.Time}", Time = now.ToUnixTimeMilliseconds() };
    }

    private static (string Weights, double Best, double Drop)? Worst(RunRow row)
    {
        (string Weights, double? Best, double? Last)[] both = [("EMA", row.BestEma, row.LastEma), ("raw", row.BestRaw, row.LastRaw)];
        // The averaged weights where the run has them, as in the table of runs.
        foreach (var (weights, best, last) in both)
        {
            if (best is { } b && last is { } l) return (weights, b, b - l);
        }

        return null;
    }
}
