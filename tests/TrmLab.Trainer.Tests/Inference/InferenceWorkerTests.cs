using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;
using TrmLab.Core.Tracing;
using TrmLab.Trainer.Checkpoints;
using TrmLab.Trainer.Checkpoints.Arrays;
using TrmLab.Trainer.Inference;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Tests.Inference;

public sealed class InferenceWorkerTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;
    private readonly string _checkpoint;

    public InferenceWorkerTests()
    {
        _checkpoint = Checkpoint(_directory["one"]);
        var ready = new ManualResetEventSlim();
        _thread = new Thread(() =>
        {
            using var networks = new NetworkCache("cpu", threads: 1, capacity: 2);
            using var worker = new InferenceWorker(_directory["socket"], networks);
            worker.Start();
            ready.Set();
            worker.Run(_stop.Token);
        });
        _thread.Start();
        Assert.True(ready.Wait(TimeSpan.FromSeconds(30)));
    }

    public void Dispose()
    {
        _stop.Cancel();
        _thread.Join(TimeSpan.FromSeconds(30));
        _stop.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task TracesComeBackAndStayTheSame()
    {
        var (kind, content) = await AskAsync(new WorkerRequest { Trace = Request() });
        Assert.Equal(WorkerReply.Done, kind);
        var trace = TraceFile.Read(content, "reply");
        Assert.Equal(4, trace.Header.Steps);
        // No data were named, so the plane is that of the puzzle alone.
        Assert.Equal(1, trace.Header.Projection!.Puzzles);
        Assert.Equal(trace.HaltLogits.ToArray(), TraceFile.Read((await AskAsync(new WorkerRequest { Trace = Request() })).Content, "reply").HaltLogits.ToArray());
    }

    [Fact]
    public async Task BadRequestsAreRefusedWithAMessageAndTheWorkerLivesOn()
    {
        async Task Refused(string said, TraceRequest request)
        {
            var (kind, content) = await AskAsync(new WorkerRequest { Trace = request });
            Assert.Equal(WorkerReply.Refused, kind);
            Assert.Contains(said, Encoding.UTF8.GetString(content));
        }

        await Refused("9 cells", Request() with { Puzzle = new TracePuzzle { Inputs = new int[9] }, Checkpoint = Checkpoint(_directory["other"], 12) });
        await Refused("no checkpoint", Request() with { Checkpoint = _directory["nowhere"] });
        await Refused("averaged", Request() with { Weights = TraceWeights.Ema });
        await Refused("steps", Request() with { Options = new TraceOptions { Steps = 5000 } });
        Assert.Equal(WorkerReply.Refused, (await AskAsync("{}"u8.ToArray())).Kind);
        Assert.Equal(WorkerReply.Refused, (await AskAsync("nonsense"u8.ToArray())).Kind);
        Assert.Equal(WorkerReply.Done, (await AskAsync(new WorkerRequest { Trace = Request() })).Kind);
    }

    [Fact]
    public async Task ADeletedCheckpointIsNoticedThoughItsNetworkIsLoaded()
    {
        Assert.Equal(WorkerReply.Done, (await AskAsync(new WorkerRequest { Trace = Request() })).Kind);
        Directory.Delete(_checkpoint, recursive: true);
        Assert.Equal(WorkerReply.Refused, (await AskAsync(new WorkerRequest { Trace = Request() })).Kind);
    }

    [Fact]
    public async Task AClientThatLeavesDoesNotKeepTheWorkerBusy()
    {
        // Four million network updates: minutes, of which each supervision step is a fraction of a second.
        var endless = Checkpoint(_directory["endless"], arch: TinyNetworks.TokenMlp with { RecursionCycles = 64, LatentSteps = 63 });
        using (var socket = await ConnectAsync())
        {
            using var stream = new NetworkStream(socket);
            await WorkerProtocol.WriteAsync(stream, WorkerProtocol.ToBytes(new WorkerRequest { Trace = Request() with { Checkpoint = endless, Options = new TraceOptions { Steps = 1024 } } }));
        }

        using (var socket = await ConnectAsync())
            await socket.SendAsync(new byte[] { 7 });
        var answer = await AskAsync(new WorkerRequest { Trace = Request() }).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.Equal(WorkerReply.Done, answer.Kind);
    }

    [Fact]
    public async Task ManyPuzzlesAreAnsweredAsTheirTracesEnd()
    {
        TracePuzzle[] puzzles = [.. Enumerable.Range(0, 3).Select(i => new TracePuzzle { Inputs = TinyNetworks.Batch(i, 1).Inputs })];
        var (kind, content) = await AskAsync(new WorkerRequest { Answer = new AnswerRequest { Checkpoint = _checkpoint, Weights = TraceWeights.Raw, Puzzles = puzzles } });
        Assert.Equal(WorkerReply.Done, kind);
        var reply = JsonSerializer.Deserialize<AnswerReply>(content, TraceFile.Json)!;
        for (var i = 0; i < 3; i++)
        {
            var trace = TraceFile.Read((await AskAsync(new WorkerRequest { Trace = Request() with { Puzzle = puzzles[i] } })).Content, "reply");
            Assert.Equal(reply.Answers[i].Select(token => (byte)token), trace.Decoded(trace.Header.Records - 1));
            Assert.Equal(reply.HaltLogits[i], trace.StepHaltLogit(3), 1e-5);
            Assert.Equal(reply.WouldHaltSteps[i], trace.Header.WouldHaltStep);
        }
    }

    private TraceRequest Request() => new()
    {
        Checkpoint = _checkpoint,
        Weights = TraceWeights.Raw,
        Puzzle = new TracePuzzle { Inputs = TinyNetworks.Batch(1, 1).Inputs },
    };

    private Task<(WorkerReply Kind, byte[] Content)> AskAsync(WorkerRequest request) => AskAsync(WorkerProtocol.ToBytes(request));

    private async Task<(WorkerReply Kind, byte[] Content)> AskAsync(byte[] message)
    {
        using var socket = await ConnectAsync();
        using var stream = new NetworkStream(socket);
        await WorkerProtocol.WriteAsync(stream, message);
        var reply = await WorkerProtocol.ReadAsync(stream);
        return ((WorkerReply)reply[0], reply[1..]);
    }

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(_directory["socket"]));
        return socket;
    }

    private static string Checkpoint(string path, int cells = 9, ArchConfig? arch = null)
    {
        var shape = TinyNetworks.Shape(arch ?? TinyNetworks.TokenMlp) with { SequenceLength = cells };
        using var model = new Trainer.Model.TinyRecursiveModel(shape, CPU, ScalarType.Float32, seed: 4);
        CheckpointDirectory.WriteTo(path, CheckpointManifest.For(7, shape), files => files.Add(
            CheckpointManifest.RawWeights,
            stream => SafetensorsWriter.Write(stream, model.Weights.Select(w => TensorArrays.Of(w.name, w.parameter)).Concat(model.Buffers.Select(b => TensorArrays.Of(b.name, b.buffer))))));
        return path;
    }
}
