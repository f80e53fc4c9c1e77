using TrmLab.Trainer.Native;

namespace TrmLab.Trainer.Tests.Native;

public sealed class WorkerTeamTests
{
    [Fact]
    public void Every_thread_works_once_per_run_and_all_are_done_when_it_returns()
    {
        using var team = new WorkerTeam(3);
        var counts = new int[3];
        for (var run = 0; run < 200; run++)
        {
            team.Run(number => counts[number]++);
            Assert.Equal([run + 1, run + 1, run + 1], counts);
        }
    }

    [Fact]
    public void A_failure_reaches_the_caller_and_the_team_works_on()
    {
        using var team = new WorkerTeam(2);
        var failure = Assert.Throws<InvalidOperationException>(() => team.Run(number =>
        {
            if (number == 1)
                throw new ArithmeticException("one");
        }));
        Assert.IsType<ArithmeticException>(failure.InnerException);
        var count = 0;
        team.Run(_ => Interlocked.Increment(ref count));
        Assert.Equal(2, count);
    }
}
