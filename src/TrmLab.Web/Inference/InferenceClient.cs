using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using TrmLab.Core;
using TrmLab.Core.Tracing;
using TrmLab.Web.Hosting;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Inference;

/// <summary>
/// Asks the inference worker, one request at a time. The worker is started at the first request, again when it has died, and killed when
/// it takes too long; each of these is one clear message and nothing else.
/// </summary>
public sealed partial class InferenceClient(TrainerProgram trainer, LabData data, IOptions<LabOptions> options, ILogger<InferenceClient> logger) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private WorkerProcess? _worker;

    /// <summary>Process id of the worker; null while there is none.</summary>
    public int? WorkerId => _worker is { IsAlive: true } worker ? worker.Id : null;

    /// <summary>The device that the worker computes on.</summary>
    public string Device => options.Value.WorkerDevice;

    /// <summary>Traces a puzzle.</summary>
    /// <returns>A trace file.</returns>
    /// <exception cref="InputException">The request is wrong.</exception>
    /// <exception cref="InferenceException">The worker died or took too long.</exception>
    public Task<byte[]> TraceAsync(TraceRequest request, CancellationToken cancellation = default) =>
        AskAsync(new WorkerRequest { Trace = request }, cancellation);

    /// <summary>Answers many puzzles.</summary>
    /// <inheritdoc cref="TraceAsync" path="/exception"/>
    public async Task<AnswerReply> AnswerAsync(AnswerRequest request, CancellationToken cancellation = default) =>
        JsonSerializer.Deserialize<AnswerReply>(await AskAsync(new WorkerRequest { Answer = request }, cancellation), TraceFile.Json)!;

    /// <inheritdoc/>
    public void Dispose()
    {
        _worker?.Dispose();
        _turn.Dispose();
    }

    private async Task<byte[]> AskAsync(WorkerRequest request, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            if (_worker is not { IsAlive: true })
            {
                _worker?.Dispose();
                _worker = WorkerProcess.Start(trainer, data, options.Value);
                LogStarted(_worker.Id);
            }

            return await AskAsync(_worker, request, cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<byte[]> AskAsync(WorkerProcess worker, WorkerRequest request, CancellationToken cancellation)
    {
        using var socket = await worker.ConnectAsync(cancellation);
        using var stream = new NetworkStream(socket);
        var limit = TimeSpan.FromSeconds(options.Value.WorkerTimeoutSeconds);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(limit);
        try
        {
            await WorkerProtocol.WriteAsync(stream, WorkerProtocol.ToBytes(request), patience.Token);
            var reply = await WorkerProtocol.ReadAsync(stream, patience.Token);
            return Content(reply);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            worker.Dispose();
            _worker = null;
            LogKilled(limit.TotalSeconds);
            throw new InferenceException($"no answer within {limit.TotalSeconds:0} s, so the inference worker was stopped; ask for fewer steps or rollouts, or raise Lab:WorkerTimeoutSeconds");
        }
        catch (Exception e) when (e is IOException or SocketException or InvalidDataException)
        {
            var reason = worker.Epitaph;
            worker.Dispose();
            _worker = null;
            LogDied(reason);
            throw new InferenceException($"the inference worker ended before it answered ({reason}); it is started again at the next try", e);
        }
    }

    private static byte[] Content(byte[] reply)
    {
        if (reply.Length == 0) throw new InvalidDataException("The reply is empty.");
        return (WorkerReply)reply[0] switch
        {
            WorkerReply.Done => reply[1..],
            WorkerReply.Refused => throw new InputException(Encoding.UTF8.GetString(reply.AsSpan(1))),
            _ => throw new InferenceException("the inference worker failed: " + Encoding.UTF8.GetString(reply.AsSpan(1))),
        };
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Inference worker started as process {Process}")]
    private partial void LogStarted(int process);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Inference worker killed: no answer within {Seconds} s")]
    private partial void LogKilled(double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Inference worker died: {Reason}")]
    private partial void LogDied(string reason);
}
