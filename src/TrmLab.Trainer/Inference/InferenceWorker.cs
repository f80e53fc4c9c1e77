using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using TrmLab.Core;
using TrmLab.Core.Tracing;

namespace TrmLab.Trainer.Inference;

/// <summary>
/// Serves traces over a local socket, one request after the other on the thread that called <see cref="Run"/>: tensors and dispose scopes
/// belong to it. A client that goes away cancels its request.
/// </summary>
/// <param name="socketPath">Where to listen; a stale file there is replaced.</param>
/// <param name="networks">Loaded checkpoints.</param>
public sealed class InferenceWorker(string socketPath, NetworkCache networks) : IDisposable
{
    private const int MaximumRequest = 16 << 20;
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(5);
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    /// <summary>Listens; clients can connect when it returns.</summary>
    public void Start()
    {
        File.Delete(socketPath);
        _listener.Bind(new UnixDomainSocketEndPoint(socketPath));
        // Whoever may read the user's files may ask for traces of them, nobody else.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(socketPath, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        _listener.Listen(64);
    }

    /// <summary>Serves until cancelled.</summary>
    public void Run(CancellationToken stop)
    {
        using var registration = stop.Register(_listener.Dispose);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var client = _listener.Accept();
                Serve(client);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException && stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is IOException or SocketException or InvalidDataException or OperationCanceledException)
            {
                // The client left, or sent something else than a request; the next one is waiting.
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _listener.Dispose();
        File.Delete(socketPath);
    }

    private void Serve(Socket client)
    {
        using var stream = new NetworkStream(client, ownsSocket: false);
        using var patience = new CancellationTokenSource(RequestTimeout);
        var message = WorkerProtocol.ReadAsync(stream, patience.Token).AsTask().GetAwaiter().GetResult();
        using var gone = new CancellationTokenSource();
        using var done = new CancellationTokenSource();
        var watch = WatchAsync(client, gone, done.Token);
        var reply = Answer(message, gone.Token);
        done.Cancel();
        watch.GetAwaiter().GetResult();
        WorkerProtocol.WriteAsync(stream, reply).AsTask().GetAwaiter().GetResult();
    }

    private byte[] Answer(byte[] message, CancellationToken cancellation)
    {
        try
        {
            if (message.Length > MaximumRequest)
                throw new InputException($"a request of {message.Length} bytes is too long");
            var request = WorkerProtocol.Parse(message);
            return [(byte)WorkerReply.Done, .. Content(request, cancellation)];
        }
        catch (InputException e)
        {
            return [(byte)WorkerReply.Refused, .. Encoding.UTF8.GetBytes(e.Message)];
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return [(byte)WorkerReply.Failed, .. Encoding.UTF8.GetBytes(e.Message.ReplaceLineEndings(" "))];
        }
    }

    private byte[] Content(WorkerRequest request, CancellationToken cancellation)
    {
        if (request.Trace is { } trace)
        {
            var network = networks.Get(trace.Checkpoint, trace.Weights);
            TraceInput.Check(trace, network.Model.Shape);
            return TraceFile.ToBytes(Tracer.Run(network, trace, networks.Planes(trace, cancellation), cancellation));
        }

        var answer = request.Answer ?? throw new InputException("the request asks for nothing");
        return JsonSerializer.SerializeToUtf8Bytes(Answerer.Run(networks.Get(answer.Checkpoint, answer.Weights), answer, cancellation), TraceFile.Json);
    }

    // A client sends nothing after its request, so anything readable is its end.
    private static async Task WatchAsync(Socket client, CancellationTokenSource gone, CancellationToken done)
    {
        try
        {
            await client.ReceiveAsync(new byte[1], SocketFlags.None, done).ConfigureAwait(false);
            gone.Cancel();
        }
        catch (OperationCanceledException)
        {
        }
        catch (SocketException)
        {
            gone.Cancel();
        }
    }
}
