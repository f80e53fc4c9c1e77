using TrmLab.Trainer.Distributed.Liveness;

namespace TrmLab.Trainer.Tests.Distributed;

public class HangRuleTests
{
    private static readonly DateTime Now = new(2030, 1, 1, 12, 0, 0, DateTimeKind.Utc);
    private static readonly LivenessLimits Limits = LivenessLimits.Read(_ => null);

    [Fact]
    public void A_dead_or_hung_rank_is_noticed_within_a_minute() =>
        Assert.True(Limits.Silence + Limits.Interval < TimeSpan.FromMinutes(1) && Limits.Hung + Limits.Interval < TimeSpan.FromMinutes(1));

    [Fact]
    public void Ranks_that_keep_step_are_left_alone() =>
        Assert.Null(Verdict(Rank(0, entered: 7, waiting: true, still: 44), Rank(1, entered: 6, waiting: false, still: 44)));

    [Fact]
    public void A_rank_that_others_wait_for_is_hung() =>
        Assert.Equal("rank 1 has kept the others waiting for 46 s: hung", Verdict(Rank(0, entered: 7, waiting: true, still: 46), Rank(1, entered: 6, waiting: false, still: 50)));

    [Fact]
    public void Rank_0_is_judged_like_the_others() =>
        Assert.StartsWith("rank 0 has kept", Verdict(Rank(0, entered: 6, waiting: false, still: 50), Rank(1, entered: 7, waiting: true, still: 46)));

    [Fact]
    public void A_rank_that_is_not_heard_is_lost() =>
        Assert.StartsWith("rank 1 has not been heard for 31 s", Verdict(Rank(0, entered: 7, waiting: true, still: 3), Rank(1, entered: 6, waiting: false, still: 31, heard: 31)));

    [Fact]
    public void A_judge_that_stood_still_itself_does_not_count_that_time()
    {
        var still = TimeSpan.FromSeconds(300);
        PeerRecord[] ranks = [Rank(0, entered: 7, waiting: true, still: 310), Rank(1, entered: 6, waiting: false, still: 310, heard: 301)];
        Assert.NotNull(Verdict(ranks));
        Assert.Null(Verdict([.. ranks.Select(rank => rank.Later(still))]));
    }

    [Fact]
    public void A_rank_that_saves_is_given_time() =>
        Assert.Null(Verdict(Rank(0, entered: 6, waiting: false, still: 600, busy: true), Rank(1, entered: 7, waiting: true, still: 600)));

    [Fact]
    public void Long_steps_are_long_on_every_rank() =>
        Assert.Null(Verdict(Rank(0, entered: 7, waiting: true, still: 100, gap: 30), Rank(1, entered: 6, waiting: false, still: 130)));

    [Fact]
    public void Nobody_waits_nobody_hangs() =>
        Assert.Null(Verdict(Rank(0, entered: 7, waiting: false, still: 500), Rank(1, entered: 7, waiting: false, still: 500)));

    [Fact]
    public void A_sign_of_life_is_read_as_it_was_written()
    {
        var beat = new Beat(12, true, false, 0.1 + 0.2);
        Assert.Equal(beat, Beat.Parse(beat.ToString()));
        Assert.Null(Beat.Parse("12 1"));
        Assert.Null(Beat.Parse("x 1 0 2"));
    }

    [Fact]
    public void The_limit_can_be_set()
    {
        Assert.Equal(TimeSpan.FromSeconds(6), LivenessLimits.Read(name => name == LivenessLimits.Variable ? "6" : null).Hung);
        Assert.Equal(Limits, LivenessLimits.Read(_ => "soon"));
    }

    private static string? Verdict(params PeerRecord[] ranks) => HangRule.Verdict(ranks, Limits, Now);

    private static PeerRecord Rank(int rank, long entered, bool waiting, double still, bool busy = false, double gap = 0, double heard = 1) =>
        new($"rank {rank}", new Beat(entered, waiting, busy, gap), Now - TimeSpan.FromSeconds(heard), Now - TimeSpan.FromSeconds(still));
}
