using System.Data.Common;
using Microsoft.AspNetCore.SignalR;

namespace TrmLab.Web.Live;

/// <summary>Tells the hub's watchers which runs changed, at most twice a second.</summary>
public sealed class RunBroadcast(RunFeed feed, RunInfos infos, IHubContext<RunsHub, IRunsClient> hub) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var follower = feed.Follow();
        var known = new Dictionary<string, RunInfo>();
        while (true)
        {
            try
            {
                foreach (var info in infos.All())
                {
                    if (known.TryGetValue(info.Run, out var before) && before == info) continue;
                    known[info.Run] = info;
                    await hub.Clients.Group(RunsHub.Watchers).RunChanged(info);
                }
            }
            catch (DbException)
            {
                // The index is being replaced; the next change tells again.
            }

            if (!await follower.NextAsync(Pace, stoppingToken)) return;
        }
    }
}
