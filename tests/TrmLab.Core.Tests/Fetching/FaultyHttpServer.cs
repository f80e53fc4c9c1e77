using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TrmLab.Core.Tests.Fetching;

internal sealed record HttpTestRequest(string Target, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>First byte asked for, or 0.</summary>
    public int From => Headers.TryGetValue("range", out string? range) ? int.Parse(range["bytes=".Length..].TrimEnd('-')) : 0;
}

/// <param name="Status">Such as <c>200 OK</c>.</param>
/// <param name="Body">The body that is announced.</param>
internal sealed record HttpTestAnswer(string Status, byte[] Body)
{
    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>Bytes of the body after which the connection is cut; null sends all.</summary>
    public int? CutAfter { get; init; }

    /// <summary>Keeps the connection open without sending, in place of a cut.</summary>
    public bool Stalls { get; init; }

    /// <summary>Leaves out the length, so that a cut is only seen by who counts.</summary>
    public bool WithoutLength { get; init; }
}

/// <summary>An HTTP server on the loopback that answers as it is told, faults included: a socket, because proper servers refuse to misbehave.</summary>
internal sealed class FaultyHttpServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopped = new();
    private readonly Func<HttpTestRequest, HttpTestAnswer> _answer;
    private readonly Task _loop;

    public FaultyHttpServer(Func<HttpTestRequest, HttpTestAnswer> answer)
    {
        _answer = answer;
        _listener.Start();
        _loop = Task.Run(ServeAsync);
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    public List<HttpTestRequest> Requests { get; } = [];

    /// <summary>A server of one file that honours ranges of the content it is asked to go on with.</summary>
    public static HttpTestAnswer Serve(byte[] content, HttpTestRequest request, string tag = "\"v1\"")
    {
        bool goesOn = request.From > 0 && (!request.Headers.TryGetValue("if-range", out string? validator) || validator == tag);
        if (goesOn && request.From >= content.Length)
            return new HttpTestAnswer("416 Range Not Satisfiable", []);
        return goesOn
            ? new HttpTestAnswer("206 Partial Content", content[request.From..])
            {
                Headers = [$"ETag: {tag}", $"Content-Range: bytes {request.From}-{content.Length - 1}/{content.Length}"],
            }
            : new HttpTestAnswer("200 OK", content) { Headers = [$"ETag: {tag}"] };
    }

    public void Dispose()
    {
        _stopped.Cancel();
        _listener.Stop();
        _loop.Wait();
        _stopped.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_stopped.IsCancellationRequested)
        {
            try
            {
                using TcpClient connection = await _listener.AcceptTcpClientAsync(_stopped.Token);
                await AnswerAsync(connection);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or IOException or ObjectDisposedException)
            {
                // The client went away, or the test is over.
            }
        }
    }

    private async Task AnswerAsync(TcpClient connection)
    {
        using NetworkStream stream = connection.GetStream();
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        string? first = await reader.ReadLineAsync(_stopped.Token);
        if (first is null)
            return;
        var headers = new Dictionary<string, string>();
        while (await reader.ReadLineAsync(_stopped.Token) is { Length: > 0 } line)
            headers[line[..line.IndexOf(':')].ToLowerInvariant()] = line[(line.IndexOf(':') + 1)..].Trim();
        var request = new HttpTestRequest(first.Split(' ')[1], headers);
        Requests.Add(request);
        HttpTestAnswer answer = _answer(request);
        string length = answer.WithoutLength ? "" : $"Content-Length: {answer.Body.Length}\r\n";
        string head = $"HTTP/1.1 {answer.Status}\r\nConnection: close\r\n{length}{string.Concat(answer.Headers.Select(header => header + "\r\n"))}\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), _stopped.Token);
        await stream.WriteAsync(answer.Body.AsMemory(0, answer.CutAfter ?? answer.Body.Length), _stopped.Token);
        await stream.FlushAsync(_stopped.Token);
        if (answer.Stalls)
            await reader.ReadLineAsync(_stopped.Token);
        else if (answer.CutAfter is not null)
            connection.Client.Shutdown(SocketShutdown.Both);
    }
}
