using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using TrmLab.Core;
using TrmLab.Core.Tracing;
using TrmLab.Web.Hosting;
using TrmLab.Web.Inference;
using TrmLab.Web.Supervision;
using TrmLab.Web.Tests.Support;

namespace TrmLab.Web.Tests.Inference;

/// <summary>The client with the real worker and the shipped network.</summary>
public sealed class InferenceClientTests : IDisposable
{
    private readonly TestLab _lab = new();
    private readonly CheckpointCatalog _catalog;

    public InferenceClientTests() => _catalog = new CheckpointCatalog(_lab.Data, _lab.Folder, _lab.Index);

    public void Dispose() => _lab.Dispose();

    [Fact]
    public async Task APuzzleOfTheSamplesIsTracedAnsweredAndFiltered()
    {
        using var client = Client();
        var checkpoint = _catalog.Get("shipped/sudoku-4x4");
        var (_, path) = Assert.Single(_catalog.DataOf(checkpoint));
        var shelf = PuzzleShelf.Open(path);
        var puzzle = CheckpointData.Read(path, shelf.Split, 5);
        var trace = TraceFile.Read(await client.TraceAsync(new TraceRequest { Checkpoint = checkpoint.Path, Puzzle = puzzle, Population = [path] }), "reply");
        Assert.Equal(64, trace.Header.Projection!.Puzzles);
        Assert.Equal(5, trace.Header.Source.Index);

        var outcomes = (await PuzzleOutcomes.OfAsync(checkpoint, [], shelf, _lab.Data.Root, client, default))!;
        var solved = shelf.Choose("solved", null, null, TraceWeights.Ema, outcomes);
        var failed = shelf.Choose("failed", null, null, TraceWeights.Ema, outcomes);
        Assert.Equal(Math.Min(512, shelf.Count), solved.Count + failed.Count);
        Assert.Equal(TraceFigures.Of(trace).Wrong[^1] == 0, solved.Contains(5));

        var check = await SymmetryCheck.RunAsync(client, checkpoint, TraceWeights.Ema, puzzle, default);
        Assert.Equal(16, check.Variants);
        Assert.InRange(check.Agreeing, 1, 16);
        Assert.Equal(check.Agreeing == 16, check.UnstableCells == 0);
    }

    [Fact]
    public async Task TooLongIsOneMessageAndTheNextRequestIsAnswered()
    {
        using var client = Client(seconds: 1);
        var request = Request();
        var message = (await Assert.ThrowsAsync<InferenceException>(async () =>
        {
            // The first may be answered in time by a fast machine; a thousand of them are not.
            for (var i = 0; i < 1000; i++) await client.TraceAsync(request with { Options = new TraceOptions { Steps = 1024, Detail = TraceDetail.All, Noise = new NoiseOptions { Rollouts = 256 } } });
        })).Message;
        Assert.Contains("within 1 s", message);
        Assert.Null(client.WorkerId);

        using var patient = Client();
        Assert.NotEmpty(await patient.TraceAsync(request));
    }

    [Fact]
    public async Task AKilledWorkerIsReportedAndReplaced()
    {
        using var client = Client();
        Assert.NotEmpty(await client.TraceAsync(Request()));
        var first = client.WorkerId!.Value;
        var running = client.TraceAsync(Request() with { Options = new TraceOptions { Steps = 1024, Noise = new NoiseOptions { Rollouts = 256 } } });
        await Task.Delay(300);
        System.Diagnostics.Process.GetProcessById(first).Kill();
        Assert.Contains("ended before it answered", (await Assert.ThrowsAsync<InferenceException>(() => running)).Message);
        Assert.NotEmpty(await client.TraceAsync(Request()));
        Assert.NotEqual(first, client.WorkerId);
    }

    [Fact]
    public async Task ItsMemoryHasACap()
    {
        using var client = Client(megabytes: 256);
        var request = Request() with { Options = new TraceOptions { Steps = 1024, Noise = new NoiseOptions { Rollouts = 256 }, Detail = TraceDetail.All } };
        Assert.Contains("memory", (await Assert.ThrowsAsync<InferenceException>(() => client.TraceAsync(request))).Message);
    }

    [Fact]
    public async Task WrongRequestsKeepTheWorker()
    {
        using var client = Client();
        await Assert.ThrowsAsync<InputException>(() => client.TraceAsync(Request() with { Puzzle = new TracePuzzle { Inputs = [1, 2] } }));
        Assert.NotNull(client.WorkerId);
    }

    [Theory]
    [InlineData("shipped/../../x")]
    [InlineData("shipped/..")]
    [InlineData("/etc/passwd")]
    [InlineData("run/x/y/z")]
    [InlineData("")]
    [InlineData("imported/nothing")]
    public void KeysLeadNowhereElse(string key) => Assert.Throws<InputException>(() => _catalog.Get(key));

    private TraceRequest Request() => new() { Checkpoint = _catalog.Get("shipped/sudoku-4x4").Path, Puzzle = new TracePuzzle { Inputs = [.. Enumerable.Repeat(1, 16)] } };

    private InferenceClient Client(int seconds = 240, int megabytes = 4096)
    {
        var options = Options.Create(new LabOptions { WorkerTimeoutSeconds = seconds, WorkerMemoryMegabytes = megabytes });
        return new InferenceClient(new TrainerProgram(options, _lab.Data), _lab.Data, options, NullLogger<InferenceClient>.Instance);
    }
}
