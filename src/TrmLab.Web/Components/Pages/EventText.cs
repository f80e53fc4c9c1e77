using System.Text;
using TrmLab.Core.Runs;
using TrmLab.Web.Components.Controls;
using TrmLab.Web.Store;

namespace TrmLab.Web.Components.Pages;

/// <summary>What an event says, in one line.</summary>
public static class EventText
{
    /// <summary>The line of an event.</summary>
    public static string Of(EventRow row) => RunEventJson.Read(Encoding.UTF8.GetBytes(row.Json)) switch
    {
        RunStarted e => $"process {e.Process.Pid} on {e.Process.Host}, {e.Device}, {Show.Count(e.Parameters)} parameters",
        RunResumed e => $"from step {Show.Count(e.FromStep)}, {e.Checkpoint}",
        Evaluated e => $"{e.Weights} weights on {Show.Count(e.Puzzles)} puzzles: " + string.Join(", ", e.Values.Where(v => v.Key.EndsWith("accuracy", StringComparison.Ordinal)).Select(v => $"{v.Key} {Show.Percent(v.Value)}")),
        CheckpointSaved e => $"{e.Path} ({e.Kind}, {Show.Bytes(e.Bytes)})",
        CheckpointRemoved e => e.Path,
        CommandHandled e => $"{e.Command}: {e.Outcome}",
        Notice e => $"{e.Level}: {e.Text}",
        RunFinished e => $"after {Show.Duration(TimeSpan.FromSeconds(e.Seconds))}",
        RunStopped e => e.Reason,
        RunFailed e => e.Reason,
        RunImported e => $"{e.Source}, {e.Format}" + string.Concat(e.Notes.Select(n => "; " + n.TrimEnd('.'))),
        _ => "",
    };
}
