using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace TrmLab.Trainer.Tests.Commands;

/// <summary>Ctrl+C says what there is to know, and no more.</summary>
public sealed class CancelledVerbTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_stopped_fetch_says_that_the_next_one_goes_on()
    {
        // A mirror that takes the request and never answers.
        using var mirror = new TcpListener(IPAddress.Loopback, 0);
        mirror.Start();
        using var fetch = Start("data", "fetch", "maze-hard", "--base-url", $"http://{mirror.LocalEndpoint}/", "--out", _directory["files"]);
        using var asked = await mirror.AcceptSocketAsync(TestContext.Current.CancellationToken);
        Assert.Equal((3, "stopped on request; the next fetch goes on from here"), await StoppedAsync(fetch));
    }

    [Fact]
    public async Task Another_verb_says_only_that_it_stopped()
    {
        using var generate = Start("data", "generate", "sudoku", "--size", "9", "--train", "1000000", "--out", _directory["set"]);
        while (!generate.Process.HasExited && Directory.GetFileSystemEntries(_directory.Root).Length == 0) await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.Equal((3, "stopped on request"), await StoppedAsync(generate));
    }

    // Who starts the tests in the background of a shell has them ignore the interrupt, and all that they start.
    private static LabProcess Start(params string[] arguments) => LabProcess.Start(["env", "--default-signal=INT", "dotnet", Path.Combine(AppContext.BaseDirectory, "trmlab.dll"), .. arguments]);

    private static async Task<(int Code, string Error)> StoppedAsync(LabProcess process)
    {
        using var kill = Process.Start("kill", ["-INT", $"{process.Process.Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        var (code, _, error) = await process.End();
        return (code, error.Trim());
    }
}
