using TrmLab.Core.Runs;

namespace TrmLab.Web.Supervision;

/// <summary>Events of a log that come into the index in one transaction.</summary>
/// <param name="Start">Offset of the first.</param>
/// <param name="Events">In the order of the log.</param>
/// <param name="HasMore">There may be more behind them.</param>
internal sealed record LogBatch(long Start, IReadOnlyList<LoggedEvent> Events, bool HasMore)
{
    private const int MostEvents = 4000;

    /// <summary>Where the next one starts.</summary>
    public long End => Events.Count > 0 ? Events[^1].EndOffset : Start;

    /// <summary>Reads the batch at an offset.</summary>
    /// <exception cref="IOException">The log cannot be read.</exception>
    public static LogBatch Read(RunDirectory run, long offset)
    {
        var events = new List<LoggedEvent>();
        foreach (var logged in RunLogReader.Read(run.Log, offset))
        {
            // A seam deletes in the database: it comes first in a transaction, before anything waits to be saved.
            if (events.Count == MostEvents || (logged.Event is RunResumed && events.Count > 0)) return new LogBatch(offset, events, true);
            events.Add(logged);
        }

        return new LogBatch(offset, events, false);
    }
}
