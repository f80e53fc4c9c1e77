using TrmLab.Core.Runs;

namespace TrmLab.Core.Tests.Runs;

public sealed class StartTicketTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private RunDirectory Run => RunDirectory.At(_directory.Root);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_ticket_is_offered_until_it_is_taken()
    {
        Assert.True(StartTicket.Offer(Run, "a"));
        Assert.True(StartTicket.Offer(Run, "a"));
        Assert.True(StartTicket.Take(Run));
        Assert.False(StartTicket.Offer(Run, "a"));
        Assert.True(StartTicket.IsTaken(Run, "a"));
    }

    [Fact]
    public void The_next_start_has_a_ticket_of_its_own()
    {
        StartTicket.Offer(Run, "a");
        StartTicket.Take(Run);
        Assert.True(StartTicket.Offer(Run, "b"));
        Assert.True(StartTicket.Take(Run));
        Assert.False(StartTicket.IsTaken(Run, "a"));
    }

    [Fact]
    public async Task Of_many_that_reach_for_it_one_gets_it()
    {
        for (var round = 0; round < 20; round++)
        {
            StartTicket.Offer(Run, $"round {round}");
            var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => StartTicket.Take(Run))));
            Assert.Single(taken, won => won);
        }
    }
}
