using TrmLab.Core.Runs;
using TrmLab.Web.Lanes;
using TrmLab.Web.Tests.Support;

namespace TrmLab.Web.Tests.Lanes;

public sealed class LocalTrainingsTests : IDisposable
{
    private readonly TestLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Theory]
    [InlineData("cpu", true)]
    [InlineData("slurm.gpu", false)]
    public void Only_a_training_of_this_machine_is_in_the_way(string lane, bool isHere)
    {
        using var hold = Train(lane);
        var trainings = Trainings();
        Assert.Equal(isHere ? "run-1" : null, trainings.RunOn("cpu"));
        Assert.Equal(isHere ? ["cpu"] : [], trainings.Now().Select(t => t.Lane.Id));
    }

    [Fact]
    public void A_paused_training_is_not()
    {
        using var hold = Train("cpu", new RunPaused { Time = Events.Day + 9000, Step = 1 });
        Assert.Null(Trainings().RunOn("cpu"));
    }

    [Fact]
    public void Without_a_GPU_auto_means_the_CPU()
    {
        using var hold = Train("cpu");
        Assert.Equal("run-1", Trainings().RunOn("auto"));
    }

    private RunLock Train(string lane, params RunEvent[] more)
    {
        var run = _lab.Make();
        new LaunchRecord { Time = Events.Day - 1000, Lane = lane }.Write(run);
        TestLab.Write(run, [Events.Started(), Events.Metrics(1), .. more]);
        var hold = RunLock.Take(run);
        _lab.CatchUp();
        _lab.States.Look(DateTimeOffset.UtcNow);
        return hold;
    }

    private LocalTrainings Trainings() => new(new LaneOccupancy(_lab.States, _lab.Folder, _lab.Lanes), _lab.Lanes, _lab.States);
}
