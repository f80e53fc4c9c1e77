using System.Net.Sockets;
using TrmLab.Trainer.Distributed.Liveness;

namespace TrmLab.Trainer.Tests.Distributed;

/// <summary>Both sides of the watch over real connections. Not beside tests that take all processors: seconds are judged here.</summary>
[Collection(Alone)]
[CollectionDefinition(Alone, DisableParallelization = true)]
public sealed class RankWatchTests : IDisposable
{
    public const string Alone = "Rank watch";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Where something else than time decides, or time must not decide too early.
    private static readonly LivenessLimits Patient = new(TimeSpan.FromSeconds(20));

    // Where the test waits for the limit itself.
    private static readonly LivenessLimits Strict = new(TimeSpan.FromSeconds(3));

    private readonly TaskCompletionSource<string> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _firstLost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ordered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private PeerHub? _hub;

    public void Dispose() => _hub?.Dispose();

    [Fact]
    public async Task A_connection_that_ends_without_farewell_is_a_death()
    {
        var hub = Hub(Patient);
        using (var client = Stranger(hub, $"{hub.Address.Secret} 1 4711 elsewhere")) hub.Watch();
        Assert.Equal("rank 1 (process 4711 on elsewhere) died", await _lost.Task.WaitAsync(Patience, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_rank_that_falls_silent_is_lost()
    {
        var hub = Hub(Strict);
        using var client = Stranger(hub, $"{hub.Address.Secret} 1 4711 elsewhere");
        client.GetStream().Write("alive 1 0 0 0\n"u8);
        hub.Watch();
        Assert.StartsWith("rank 1 (process 4711 on elsewhere) has not been heard", await _lost.Task.WaitAsync(Patience, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_rank_that_cannot_go_on_says_why_and_is_told_to_end()
    {
        var hub = Hub(Patient);
        using var link = Link(hub, new RankProgress());
        hub.Watch();
        link.Fail("no such device");
        Assert.EndsWith(": no such device", await _lost.Task.WaitAsync(Patience, TestContext.Current.CancellationToken));
        await _ordered.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_rank_whose_training_stands_still_while_others_wait_is_hung()
    {
        var hub = Hub(Patient);
        var waiting = new RankProgress();
        waiting.Enter();
        using var link = Link(hub, waiting);
        hub.Watch();
        Assert.StartsWith("rank 0", await _lost.Task.WaitAsync(Patience, TestContext.Current.CancellationToken));
        Assert.EndsWith("hung", await _lost.Task);
    }

    [Fact]
    public async Task A_lost_rank_0_ends_the_others()
    {
        var hub = Hub(Patient);
        // Its connection ends without a word: what the kernel does when a process dies.
        using var deaf = new TcpListener(System.Net.IPAddress.Loopback, 0);
        deaf.Start();
        var address = hub.Address with { Port = ((System.Net.IPEndPoint)deaf.LocalEndpoint).Port };
        using var orphan = new PeerLink(address, 2, new RankProgress(), Patient, reason => _firstLost.TrySetResult(reason), () => { });
        using (await deaf.AcceptTcpClientAsync(TestContext.Current.CancellationToken))
        {
        }

        Assert.Equal("rank 0 died", await _firstLost.Task.WaitAsync(Patience, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task After_the_end_nobody_is_missed()
    {
        var hub = Hub(Strict);
        using (Link(hub, new RankProgress())) hub.Watch();
        hub.Complete();
        await Task.Delay(Strict.Hung + Strict.Interval, TestContext.Current.CancellationToken);
        Assert.False(_lost.Task.IsCompleted);
    }

    [Fact]
    public async Task A_stranger_without_the_secret_is_not_heard()
    {
        var hub = Hub(Strict);
        using (Stranger(hub, "guess 1 4711 elsewhere")) hub.Watch();
        await Task.Delay(Strict.Hung, TestContext.Current.CancellationToken);
        Assert.False(_lost.Task.IsCompleted);
    }

    private PeerHub Hub(LivenessLimits limits) => _hub = new PeerHub(new RankProgress(), limits, reason => _lost.TrySetResult(reason));

    private PeerLink Link(PeerHub hub, RankProgress progress) => new(hub.Address, 1, progress, Patient, reason => _firstLost.TrySetResult(reason), () => _ordered.TrySetResult());

    private static TcpClient Stranger(PeerHub hub, string hello)
    {
        var client = hub.Address.Connect();
        client.GetStream().Write(System.Text.Encoding.UTF8.GetBytes(hello + "\n"));
        return client;
    }
}
