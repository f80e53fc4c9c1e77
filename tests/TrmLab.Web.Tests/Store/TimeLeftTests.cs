using TrmLab.Core.Runs;
using TrmLab.Web.Store;
using TrmLab.Web.Tests.Support;
using static TrmLab.Web.Tests.Support.Events;

namespace TrmLab.Web.Tests.Store;

public sealed class TimeLeftTests : IDisposable
{
    private static readonly RunState Running = new(RunPhase.Running, "");

    private readonly TestLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Theory]
    [InlineData(10, 0, 45)] // nothing known of evaluations
    [InlineData(30, 25, 35 + 3 * 20)]
    [InlineData(60, 55, 20 + 2 * 20)] // the last was asked for, two of four are still planned
    [InlineData(75, 50, 12.5 + 2 * 20)] // the third is at work
    [InlineData(100, 75, 20)] // all steps are done, the last evaluation is not
    public void Planned_evaluations_count(long step, long evaluated, double seconds)
    {
        var row = new RunRow { Step = step, TotalSteps = 100, StepSeconds = 0.5, PlannedEvaluations = 4, EvaluatedStep = evaluated, EvaluationSeconds = evaluated > 0 ? 20 : null };
        Assert.Equal(TimeSpan.FromSeconds(seconds), TimeLeft.Of(row, Running));
    }

    [Theory]
    [InlineData(RunPhase.Paused)]
    [InlineData(RunPhase.Starting)]
    [InlineData(RunPhase.Stopped)]
    public void Only_a_run_that_goes_on_has_a_time(RunPhase phase) =>
        Assert.Null(TimeLeft.Of(new RunRow { Step = 1, TotalSteps = 100, StepSeconds = 0.5 }, new RunState(phase, "")));

    [Fact]
    public void Nothing_is_told_of_a_run_that_is_done_or_whose_speed_is_unknown()
    {
        Assert.Null(TimeLeft.Of(new RunRow { Step = 100, TotalSteps = 100, StepSeconds = 0.5 }, Running));
        Assert.Null(TimeLeft.Of(new RunRow { Step = 1, TotalSteps = 100 }, Running));
    }

    [Fact]
    public void One_slow_line_does_not_decide_the_speed()
    {
        TestLab.Write(_lab.Make(), [Started(), .. Enumerable.Range(1, 50).Select(s => Speed(s, 10)), Speed(51, 0.1)]);
        Assert.Equal(0.1 + 0.1 * (10 - 0.1), Read().StepSeconds!.Value, 9);
        Assert.Equal(0.1, Read().StepsPerSecond);
    }

    [Fact]
    public void Speeds_that_are_none_leave_the_average_alone()
    {
        TestLab.Write(_lab.Make(), Started(), Speed(2, 4), Speed(3, 0), Speed(4, double.NaN), Speed(5, double.Epsilon), Speed(6, -1));
        Assert.Equal(0.25, Read().StepSeconds);
    }

    [Fact]
    public void The_first_step_and_those_before_a_resume_do_not_count()
    {
        var run = _lab.Make();
        TestLab.Write(run, Started(), Speed(1, 0.01));
        Assert.Null(Read().StepSeconds);
        TestLab.Write(run, Speed(2, 4), Started(60), Resumed(2, 60));
        Assert.Null(Read().StepSeconds);
        TestLab.Write(run, Speed(3, 100));
        Assert.Equal(0.01, Read().StepSeconds);
    }

    [Fact]
    public void An_evaluation_lasts_as_long_as_all_its_weights_together()
    {
        var run = _lab.Make(config: TestLab.Config() with { Epochs = 100, EvaluationInterval = 25 });
        TestLab.Write(run, Started(), Speed(25, 1), Evaluated(25, "raw", 0.1), Evaluated(25, "ema", 0.1), Speed(50, 1), Evaluated(50, "raw", 0.2), Evaluated(50, "ema", 0.2));
        var row = Read();
        Assert.Equal((4, 50L, 1.0), (row.PlannedEvaluations, row.EvaluatedStep, row.EvaluationSeconds));
        Assert.Equal(TimeSpan.FromSeconds(52), TimeLeft.Of(row, Running));
        TestLab.Write(run, Started(60), Resumed(30, 60));
        Assert.Equal(25, Read().EvaluatedStep);
    }

    private static MetricsLogged Speed(long step, double perSecond) => Metrics(step, ("perf/steps_per_second", perSecond));

    private RunRow Read()
    {
        _lab.CatchUp();
        using var db = _lab.Index.Open();
        return db.Runs.Single();
    }
}
