using System.Text.Json;
using TrmLab.Core.Puzzles;
using TrmLab.Web.Hosting;
using TrmLab.Web.Jobs;

namespace TrmLab.Web.Tests.Jobs;

public sealed class ImportCheckpointJobTests
{
    [Fact]
    public void The_trainers_report_becomes_notes_with_what_nothing_told_first()
    {
        using var report = JsonDocument.Parse("""
            {"file":"f","messages":["3 keys were passed over"],"fields":[
              {"path":"arch.hidden_size","value":"512","origin":0},{"path":"arch.H_cycles","value":"3","origin":3},{"path":"arch.num_heads","value":"8","origin":"config_file"}]}
            """);
        Assert.Equal(
            [
                "3 keys were passed over",
                "assumed, nothing says it (the published recipe's values): arch.H_cycles = 3",
                "from the weights: arch.hidden_size = 512",
                "from the configuration file: arch.num_heads = 8",
            ],
            ImportCheckpointJob.NotesIn(report.RootElement));
    }

    [Fact]
    public void It_says_what_it_does_while_the_trainer_is_at_work()
    {
        List<BuildProgress> reports = [];
        string Trainer(IReadOnlyList<string> arguments, CancellationToken cancellation)
        {
            Assert.Equal([new BuildProgress("importing", 0, null)], reports);
            return """{"messages":[],"fields":[]}""";
        }

        var context = new JobContext(new LabData("/nowhere"), reports.Add, CancellationToken.None) { Trainer = Trainer };
        new ImportCheckpointJob { Name = "x", File = "f" }.Run(context);
        Assert.Single(reports);
        Assert.Equal(new JobResult("explorer?a=imported/x", "Explore"), context.Result);
    }

    [Fact]
    public void Its_command_line_is_the_trainers_verb() => Assert.Equal(
        "trmlab checkpoint import '/tmp/a b' --data /d --set arch.H_cycles=3 --out /data/checkpoints/x",
        new ImportCheckpointJob { Name = "x", File = "/tmp/a b", Data = "/d", Fields = ["arch.H_cycles=3"] }.CommandLine("/data/checkpoints/x"));
}
