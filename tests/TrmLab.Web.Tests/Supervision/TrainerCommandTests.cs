using Microsoft.Extensions.Options;
using TrmLab.Core;
using TrmLab.Core.Puzzles;
using TrmLab.Web.Hosting;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Tests.Supervision;

public sealed class TrainerCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Progress_is_told_as_it_comes_and_is_no_part_of_the_result()
    {
        List<BuildProgress> told = [];
        var go = Path.Combine(_folder, "go");
        // It ends only once its first report was heard.
        var script = $"""
            [ "$TRMLAB_PROGRESS_LINES" = 1 ] || exit 9
            echo '{ProgressLine.Format(new BuildProgress("raw weights", 1, 2))}' >&2
            while [ ! -e '{go}' ]; do sleep 0.05; done
            echo '{ProgressLine.Format(new BuildProgress("raw weights", 2, 2))}' >&2
            echo "result of $1"
            """;
        var output = await Run(script, TestContext.Current.CancellationToken, progress =>
        {
            told.Add(progress);
            File.WriteAllText(go, "");
        });
        Assert.Equal("result of evaluate\n", output);
        Assert.Equal([new("raw weights", 1, 2), new("raw weights", 2, 2)], told);
    }

    [Fact]
    public async Task A_refusal_comes_in_the_trainers_words()
    {
        var script = $"""
            echo 'error: no such checkpoint' >&2
            echo '{ProgressLine.Format(new BuildProgress("too late", 1, 2))}' >&2
            exit 2
            """;
        var failure = await Assert.ThrowsAsync<InputException>(() => Run(script, TestContext.Current.CancellationToken));
        Assert.Equal("no such checkpoint", failure.Message);
    }

    [Fact]
    public async Task A_cancelled_verb_is_ended()
    {
        var pid = Path.Combine(_folder, "pid");
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var script = $"""
            echo $$ > '{pid}.new' && mv '{pid}.new' '{pid}'
            exec sleep 600
            """;
        var running = Run(script, cancel.Token);
        while (!File.Exists(pid)) await Task.Delay(10, TestContext.Current.CancellationToken);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        var process = $"/proc/{File.ReadAllText(pid).Trim()}/cmdline";
        while (Sleeps()) await Task.Delay(10, TestContext.Current.CancellationToken);

        bool Sleeps()
        {
            try
            {
                return File.ReadAllText(process).Contains("sleep");
            }
            catch (IOException)
            {
                return false;
            }
        }
    }

    private Task<string> Run(string script, CancellationToken cancellation, Action<BuildProgress>? progress = null)
    {
        var file = Path.Combine(_folder, "trainer");
        File.WriteAllText(file, script);
        var data = new LabData(_folder);
        return new TrainerCommand(new TrainerProgram(Options.Create(new LabOptions { TrainerPath = "/bin/sh" }), data), data).RunAsync([file, "evaluate"], cancellation, progress);
    }
}
