using TrmLab.Core;
using TrmLab.Core.Puzzles;

namespace TrmLab.Web.Jobs;

/// <summary>Measures what training steps cost on this machine's processors, by the trainer's own verb, so that New run can tell how long a run will take.</summary>
public sealed record MeasureSpeedJob : JobSpec
{
    public override JobPlace Place => JobPlace.NewRun;

    public override string Title => "Measure this machine's speed";

    public override string CommandLine(string output) => "trmlab bench --part scaling --save";

    public override void Run(JobContext context)
    {
        if (context.Training() is { } run) throw new InputException($"run {run} trains on this machine: beside it everything would seem slower than it is; measure when it is over");
        context.Report(new BuildProgress("measuring", 0, null));
        context.Trainer(["bench", "--part", "scaling", "--save"], context.Cancellation);
    }
}
