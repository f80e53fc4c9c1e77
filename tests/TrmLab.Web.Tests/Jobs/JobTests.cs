using TrmLab.Core.Puzzles;
using TrmLab.Web.Jobs;

namespace TrmLab.Web.Tests.Jobs;

public sealed class JobTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void What_is_left_follows_from_the_present_stage_alone()
    {
        // 20 of 100 were done when the stage was first heard of, 40 after ten seconds: 60 are left at 2 a second.
        var job = Job(new BuildProgress("ema weights", 40, 100), done: 20);
        Assert.Equal(TimeSpan.FromSeconds(30), job.LeftAt(Start.AddSeconds(10)));
    }

    [Fact]
    public void Nothing_is_promised_without_a_total_a_gain_or_some_seconds()
    {
        Assert.Null(Job(new BuildProgress("reading", 40, null), done: 20).LeftAt(Start.AddSeconds(10)));
        Assert.Null(Job(new BuildProgress("reading", 20, 100), done: 20).LeftAt(Start.AddSeconds(10)));
        Assert.Null(Job(new BuildProgress("reading", 40, 100), done: 20).LeftAt(Start.AddSeconds(1)));
        Assert.Null((Job(default, done: 0) with { Progress = null }).LeftAt(Start.AddSeconds(10)));
    }

    private static Job Job(BuildProgress progress, long done) =>
        new("id", new CheckJob { DatasetPath = "datasets/x" }, Start) { State = JobState.Running, Progress = progress, StageStarted = (Start, done) };
}
