using System.Data.Common;

namespace TrmLab.Web.Live;

/// <summary>Keeps what a page shows fresh until the page is closed.</summary>
internal static class FollowLoop
{
    /// <summary>Looks at once and then again and again. A look that fails for a reason that passes is made again by the next round: nobody awaits this loop, so a failure that ended it would freeze the page in silence.</summary>
    /// <param name="pace">Between two looks.</param>
    /// <param name="look">Reads and shows.</param>
    /// <param name="closed">The page is.</param>
    public static async Task EveryAsync(TimeSpan pace, Func<Task> look, CancellationToken closed)
    {
        try
        {
            using var timer = new PeriodicTimer(pace);
            do
            {
                await TryAsync(look);
            }
            while (await timer.WaitForNextTickAsync(closed));
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The page is closed.
        }
    }

    /// <summary>Looks after each change of a run, however many there were within the pace.</summary>
    /// <param name="feed">Tells of changes.</param>
    /// <param name="pace">From a change to the look.</param>
    /// <param name="look">Reads and shows.</param>
    /// <param name="closed">The page is.</param>
    public static async Task ChangesAsync(RunFeed feed, TimeSpan pace, Func<Task> look, CancellationToken closed)
    {
        using var follower = feed.Follow();
        try
        {
            while (await follower.NextAsync(pace, closed)) await TryAsync(look);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The page is closed.
        }
    }

    /// <summary>Looks once; false if the look failed for a reason that passes.</summary>
    public static async Task<bool> TryAsync(Func<Task> look)
    {
        try
        {
            await look();
            return true;
        }
        catch (Exception e) when (Passes(e))
        {
            return false;
        }
    }

    // The index is being replaced or its server restarted (which EF Core wraps), or a file is in use or its drive away.
    private static bool Passes(Exception e) => e is DbException or IOException or UnauthorizedAccessException or InvalidOperationException { InnerException: DbException };
}
