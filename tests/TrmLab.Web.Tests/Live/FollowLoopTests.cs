using TrmLab.Web.Live;
using TrmLab.Web.Tests.Support;

namespace TrmLab.Web.Tests.Live;

public sealed class FollowLoopTests
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(1);

    public static TheoryData<Exception> Passing =>
        [new IOException("away"), new UnauthorizedAccessException("no"), new Microsoft.Data.Sqlite.SqliteException("no such table: runs", 1), new InvalidOperationException("transient", new Npgsql.NpgsqlException("restarting"))];

    [Theory]
    [MemberData(nameof(Passing), DisableDiscoveryEnumeration = true)]
    public async Task A_look_that_fails_is_made_again(Exception failure)
    {
        using var closed = new CancellationTokenSource();
        var looks = 0;
        var loop = FollowLoop.EveryAsync(
            Pace,
            () =>
            {
                if (++looks == 1) throw failure;
                closed.Cancel();
                return Task.CompletedTask;
            },
            closed.Token);
        await loop.WaitAsync(Patience.Limit, TestContext.Current.CancellationToken);
        Assert.Equal(2, looks);
    }

    [Fact]
    public async Task A_fault_of_the_program_is_not_hidden()
    {
        static Task Look() => throw new InvalidOperationException("a fault");
        await Assert.ThrowsAsync<InvalidOperationException>(() => FollowLoop.EveryAsync(Pace, Look, TestContext.Current.CancellationToken));
    }
}
