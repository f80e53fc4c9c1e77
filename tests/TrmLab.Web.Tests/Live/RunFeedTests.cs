using TrmLab.Web.Live;

namespace TrmLab.Web.Tests.Live;

public sealed class RunFeedTests
{
    private readonly RunFeed _feed = new();

    [Fact]
    public async Task Any_number_of_changes_while_a_follower_is_busy_are_one()
    {
        using var follower = _feed.Follow("a");
        for (var i = 0; i < 100; i++) _feed.Changed("a");
        await follower.WaitAsync(CancellationToken.None);
        Assert.False(Waits(follower));
    }

    [Fact]
    public void A_follower_hears_of_its_own_run_and_of_changes_to_the_set_of_runs()
    {
        using var one = _feed.Follow("a");
        using var all = _feed.Follow();
        _feed.Changed("b");
        Assert.False(Waits(one));
        Assert.True(Waits(all));
        _feed.Changed(null);
        Assert.True(Waits(one));
    }

    [Fact]
    public void One_that_left_is_not_told()
    {
        var follower = _feed.Follow("a");
        follower.Dispose();
        _feed.Changed("a");
        Assert.False(Waits(follower));
    }

    private static bool Waits(RunFollower follower)
    {
        using var cancelled = new CancellationTokenSource();
        var wait = follower.WaitAsync(cancelled.Token);
        cancelled.Cancel();
        return wait.IsCompletedSuccessfully;
    }
}
