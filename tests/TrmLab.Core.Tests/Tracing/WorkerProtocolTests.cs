using TrmLab.Core.Tracing;

namespace TrmLab.Core.Tests.Tracing;

public class WorkerProtocolTests
{
    [Fact]
    public async Task MessagesFollowEachOther()
    {
        using var stream = new MemoryStream();
        await WorkerProtocol.WriteAsync(stream, new byte[] { 1, 2 });
        await WorkerProtocol.WriteAsync(stream, Array.Empty<byte>());
        stream.Position = 0;
        Assert.Equal([1, 2], await WorkerProtocol.ReadAsync(stream));
        Assert.Empty(await WorkerProtocol.ReadAsync(stream));
        await Assert.ThrowsAsync<EndOfStreamException>(async () => await WorkerProtocol.ReadAsync(stream));
    }

    [Fact]
    public async Task AnAbsurdLengthIsRefusedBeforeMemoryIsTaken()
    {
        using var stream = new MemoryStream([255, 255, 255, 255, 0]);
        await Assert.ThrowsAsync<InvalidDataException>(async () => await WorkerProtocol.ReadAsync(stream));
    }

    [Fact]
    public void RequestsAreReadBack()
    {
        var request = new WorkerRequest
        {
            Trace = new TraceRequest
            {
                Checkpoint = "/a",
                Weights = TraceWeights.Raw,
                Puzzle = new TracePuzzle { Inputs = [1, 2], Labels = [1, -100], Index = 4 },
                Options = new TraceOptions { Steps = 32, Start = TraceStart.Zeros, Noise = new NoiseOptions { Sigma = 0.5, Target = NoiseTarget.Both } },
                Population = ["/data"],
            },
        };
        var read = WorkerProtocol.Parse(WorkerProtocol.ToBytes(request)).Trace!;
        Assert.Equal(request.Trace.Options, read.Options);
        Assert.Equal([1, -100], read.Puzzle.Labels!);
        Assert.Equal(["/data"], read.Population);
        Assert.Throws<InputException>(() => WorkerProtocol.Parse("{\"trace\":{}}"u8));
        Assert.Throws<InputException>(() => WorkerProtocol.Parse("nonsense"u8));
    }
}
