using TrmLab.Core.Runs;

namespace TrmLab.Core.Tests.Runs;

public sealed class RunCommandsTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Commands_wait_as_files_until_they_are_removed()
    {
        var run = RunDirectory.At(_directory.Root);
        Assert.Empty(RunCommands.Pending(run));
        var stop = RunCommands.Send(run, RunCommandKind.Stop);
        File.WriteAllText(Path.Combine(run.Commands, "junk.json"), "{");
        File.WriteAllText(Path.Combine(run.Commands, "../outside.json"), "{}");
        Assert.Equal([stop], RunCommands.Pending(run));
        RunCommands.Remove(run, stop);
        Assert.Empty(RunCommands.Pending(run));
    }

    [Fact]
    public void A_command_that_claims_another_file_is_ignored()
    {
        var run = RunDirectory.At(_directory.Root);
        Directory.CreateDirectory(run.Commands);
        File.WriteAllText(Path.Combine(run.Commands, "a.json"), """{"id":"../../config","command":"stop","time":1}""");
        Assert.Empty(RunCommands.Pending(run));
    }
}
