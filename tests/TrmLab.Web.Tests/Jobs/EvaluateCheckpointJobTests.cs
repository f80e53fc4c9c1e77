using System.Text.Json;
using TrmLab.Core.Puzzles;
using TrmLab.Web.Hosting;
using TrmLab.Web.Jobs;

namespace TrmLab.Web.Tests.Jobs;

public sealed class EvaluateCheckpointJobTests
{
    private static readonly EvaluateCheckpointJob Job = new() { Name = "it's mine", Checkpoint = "/c", Data = "/d", Steps = 32 };

    [Fact]
    public void Its_command_line_is_the_trainers_verb() => Assert.Equal("trmlab evaluate --checkpoint /c --data /d --steps 32 --keep 'it'\\''s mine'", Job.CommandLine(""));

    [Fact]
    public void It_says_what_it_does_while_the_trainer_is_at_work()
    {
        List<BuildProgress> reports = [];
        string Trainer(IReadOnlyList<string> arguments, CancellationToken cancellation)
        {
            Assert.Equal([new BuildProgress("loading", 0, null)], reports);
            return """{"run":"r","eval":{"raw":{"exact_accuracy":0.5,"count":2}}}""";
        }

        var context = new JobContext(new LabData("/nowhere"), reports.Add, CancellationToken.None) { Trainer = Trainer };
        Job.Run(context);
        Assert.Single(reports);
        Assert.Equal("runs/r", context.Result?.Address);
    }

    [Fact]
    public void The_trainers_report_becomes_a_figure_and_an_address()
    {
        using var report = JsonDocument.Parse("""{"checkpoint":"/c","step":7,"run":"20260101-120000-abcdef","eval":{"raw":{"exact_accuracy":0.5,"count":1200},"ema":{"exact_accuracy":0.625,"count":1200}}}""");
        Assert.Equal(
            new JobResult("runs/20260101-120000-abcdef", "Open run", "exact: raw 50.0 % of 1,200 puzzles, EMA 62.5 % of 1,200 puzzles"),
            EvaluateCheckpointJob.ResultOf(report.RootElement));
    }
}
