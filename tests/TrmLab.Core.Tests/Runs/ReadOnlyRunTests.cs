using TrmLab.Core.Runs;

namespace TrmLab.Core.Tests.Runs;

public sealed class ReadOnlyRunTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void What_a_killed_writer_left_does_not_get_into_the_run()
    {
        Directory.CreateDirectory(_directory[".tmp-run"]);
        File.WriteAllText(_directory[".tmp-run/metrics.jsonl"], "half a run\n");
        var run = RunDirectory.At(_directory["run"]);
        ReadOnlyRun.Write(run, unfinished => File.AppendAllText(unfinished.Log, "all of it\n"));
        Assert.Equal("all of it\n", File.ReadAllText(run.Log));
        Assert.Equal([run.Root], Directory.GetFileSystemEntries(_directory.Root));
    }
}
