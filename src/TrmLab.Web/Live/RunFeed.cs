using System.Collections.Concurrent;

namespace TrmLab.Web.Live;

/// <summary>
/// Says "run X changed" and carries no data: whoever follows reads the index from where it was. A slow follower slows only itself.
/// </summary>
public sealed class RunFeed
{
    private readonly ConcurrentDictionary<RunFollower, byte> _followers = new();

    /// <summary>Signals the followers of a run and those of all runs; null means that the set of runs changed.</summary>
    public void Changed(string? run)
    {
        foreach (var follower in _followers.Keys)
        {
            if (run is null || follower.Runs is null || follower.Runs.Contains(run)) follower.Signal();
        }
    }

    /// <summary>Follows some runs, or all without a name; ends when disposed.</summary>
    public RunFollower Follow(params IReadOnlyCollection<string> runs)
    {
        var follower = new RunFollower(runs, f => _followers.TryRemove(f, out _));
        _followers[follower] = 0;
        return follower;
    }
}
