using TrmLab.Core.Runs;

namespace TrmLab.Core.Tests.Runs;

public sealed class RunDirectoryTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private RunDirectory Run => RunDirectory.At(_directory["run"]);

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("evaluations/step_000000001.raw.csv")]
    [InlineData("a/../b")]
    public void Paths_inside_are_resolved(string relative) => Assert.StartsWith(Run.Root + "/", Run.Resolve(relative));

    [Theory]
    [InlineData("../other/config.json")]
    [InlineData("/etc/passwd")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("../run-2/x")]
    public void Paths_outside_are_refused(string relative) => Assert.Throws<InputException>(() => Run.Resolve(relative));

    [Theory]
    [InlineData("checkpoints/step_000000008")]
    [InlineData("checkpoints/step_000000008/")]
    public void The_run_of_a_checkpoint_is_found(string checkpoint)
    {
        Directory.CreateDirectory(Run.Root);
        File.WriteAllText(Run.Config, "{}");
        Assert.Equal(Run, RunDirectory.OfCheckpoint(Path.Combine(Run.Root, checkpoint)));
        Assert.Null(RunDirectory.OfCheckpoint(Path.Combine(_directory.Root, checkpoint)));
    }

    [Theory]
    [InlineData("/data/set/", "/data/set")]
    [InlineData("/", "/")]
    public void A_configured_path_has_no_separator_at_its_end(string path, string resolved) => Assert.Equal(resolved, DataRoot.Resolve(path));

    [Fact]
    public void Links_lead_nowhere()
    {
        Directory.CreateDirectory(_directory["elsewhere"]);
        File.WriteAllText(_directory["elsewhere/secret"], "x");
        Directory.CreateDirectory(Run.Root);
        File.CreateSymbolicLink(Path.Combine(Run.Root, "file"), _directory["elsewhere/secret"]);
        Directory.CreateSymbolicLink(Run.Evaluations, _directory["elsewhere"]);
        Assert.Contains("symbolic link", Assert.Throws<InputException>(() => Run.Resolve("file")).Message);
        Assert.Contains("symbolic link", Assert.Throws<InputException>(() => Run.Resolve("evaluations/secret")).Message);
    }
}
