using TrmLab.Trainer.Evaluation;

namespace TrmLab.Trainer.Tests.Evaluation;

public sealed class AttemptVoteTests
{
    [Fact]
    public void Each_way_of_choosing_has_its_own_answer()
    {
        var vote = new AttemptVote([1, 2, 3], vocabulary: 4);
        vote.Add([1, 2, 0], -1);
        Assert.Equal((false, false, false, false), (vote.HaltHead, vote.Majority, vote.Cells, vote.Any));
        vote.Add([1, 0, 3], -2);
        vote.Add([0, 2, 3], -3);

        // Every cell has two right votes, yet no answer is right.
        Assert.Equal((false, false, true, false), (vote.HaltHead, vote.Majority, vote.Cells, vote.Any));
        vote.Add([1, 2, 3], -2.5f);
        Assert.Equal((false, false, true, true), (vote.HaltHead, vote.Majority, vote.Cells, vote.Any));
        vote.Add([1, 2, 3], -2.5f);
        Assert.Equal((false, true, true, true), (vote.HaltHead, vote.Majority, vote.Cells, vote.Any));
        vote.Add([1, 2, 3], 0);
        Assert.True(vote.HaltHead);
        Assert.Equal([1, 2, 3], vote.Best);
        Assert.Equal(0, vote.BestLogit);
    }

    [Fact]
    public void Ties_go_to_the_more_confident_then_to_the_first()
    {
        var vote = new AttemptVote([1], vocabulary: 3);
        vote.Add([1], -1);
        vote.Add([2], -1);
        Assert.True(vote.Majority);
        Assert.True(vote.HaltHead);
        vote.Add([2], 3);
        vote.Add([1], 2);
        Assert.False(vote.Majority);
    }
}
