using TrmLab.Core.Runs;
using TrmLab.Trainer.Distributed;
using TrmLab.Trainer.Training;

namespace TrmLab.Trainer.Tests.Distributed;

/// <summary>Commands come to rank 0, signals to any: all ranks do the same.</summary>
public sealed class AgreedRequestsTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Every_rank_obeys_what_rank_0_is_told()
    {
        var run = RunDirectory.At(_directory["run"]);
        ThreadCollectives.Run(2, ranks =>
        {
            using var control = new RunControl(run);
            var first = ranks.Rank == 0 ? new RunRequests(run, new SilentLog(), control, new QuietView()) : null;
            var requests = new AgreedRequests(ranks, first, () => null);
            using var metrics = new MetricsRecorder(new SilentLog(), 1, 1, deferred: false);
            Assert.Empty(requests.Next(1, metrics));
            if (ranks.Rank == 0)
            {
                RunCommands.Send(run, RunCommandKind.Pause);
                RunCommands.Send(run, RunCommandKind.Save);
            }

            Assert.Equal([RunCommandKind.Save], Until(() => requests.Next(2, metrics)));
            Assert.True(requests.Paused);
            if (ranks.Rank == 0) RunCommands.Send(run, RunCommandKind.Stop);
            Assert.Equal([RunCommandKind.Stop], Until(() => requests.Next(3, metrics)));
            Assert.True(requests.StopPending);
        });
    }

    [Fact]
    public void A_signal_to_one_rank_stops_all() => ThreadCollectives.Run(3, ranks =>
    {
        var run = RunDirectory.At(_directory["run"]);
        using var control = new RunControl(run);
        var first = ranks.Rank == 0 ? new RunRequests(run, new SilentLog(), control, new QuietView()) : null;
        var requests = new AgreedRequests(ranks, first, () => ranks.Rank == 2 ? "SIGUSR1" : null);
        using var metrics = new MetricsRecorder(new SilentLog(), 1, 1, deferred: false);
        Assert.True(requests.StopPending);
        Assert.Equal([RunCommandKind.Stop], requests.Next(1, metrics));
        if (first is not null) Assert.Equal("stopped by a signal to rank 2", first.StopReason);
        Assert.True(requests.Due(ranks.Rank == 0));
        Assert.False(requests.Due(ranks.Rank != 0));
    });

    private static IReadOnlyList<RunCommandKind> Until(Func<IReadOnlyList<RunCommandKind>> ask)
    {
        while (true)
        {
            if (ask() is { Count: > 0 } work) return work;
            Thread.Sleep(20);
        }
    }
}
