using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.SignalR;
using TrmLab.Web.Store;

namespace TrmLab.Web.Live;

/// <summary>
/// <c>/hubs/runs</c>: for programs outside that want what the charts draw. A stream reads the index at the client's own pace, so a slow
/// client holds nothing up and loses nothing.
/// </summary>
public sealed class RunsHub(RunIndex index, RunInfos infos, RunFeed feed) : Hub<IRunsClient>
{
    internal const string Watchers = "watchers";

    private const int PointsPerMetric = 10_000;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    /// <summary>All runs, newest first.</summary>
    public IReadOnlyList<RunInfo> ListRuns() => infos.All();

    /// <summary>From now on <see cref="IRunsClient.RunChanged"/> is called for every change of any run.</summary>
    public Task WatchRuns() => Groups.AddToGroupAsync(Context.ConnectionId, Watchers);

    /// <summary>Ends <see cref="WatchRuns"/>.</summary>
    public Task UnwatchRuns() => Groups.RemoveFromGroupAsync(Context.ConnectionId, Watchers);

    /// <summary>The points of a run behind <paramref name="afterStep"/> (-1: all), then those to come, until the run is over.</summary>
    /// <exception cref="HubException">There is no such run.</exception>
    public async IAsyncEnumerable<PointBatch> StreamPoints(string run, long afterStep, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (infos.Of(run) is null) throw new HubException($"there is no run {run}");
        using var follower = feed.Follow(run);
        var cursor = new PointCursor(index, run, afterStep);
        while (true)
        {
            // Asked before the points are read: what was logged before the run was over is then read below.
            var over = infos.IsOver(run);
            var change = cursor.Read(PointsPerMetric);
            if (infos.Of(run) is not { } info) yield break;
            var ended = over && !change.More;
            if (change.Restarted || change.Series.Count > 0 || ended)
            {
                yield return new PointBatch(change.Restarted, [.. change.Series.Select(s => new MetricSeries(s.Key, [.. s.Value.Select(p => p.Step)], [.. s.Value.Select(p => p.Value)]))], info, ended);
            }

            if (ended) yield break;
            if (change.More) continue;
            await follower.WaitAsync(cancellation);
            await Task.Delay(Pace, cancellation);
        }
    }
}
