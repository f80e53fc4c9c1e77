using System.Net.Sockets;
using System.Text;

namespace TrmLab.Trainer.Distributed.Liveness;

/// <summary>Lines of text over a connection. The kernel closes it when the process at the other end dies, however it dies.</summary>
internal sealed class PeerConnection : IDisposable
{
    /// <summary>First word of a line: sign of life, farewell, cannot go on, all must end.</summary>
    public const string Alive = "alive", Bye = "bye", Failed = "failed", Abort = "abort";

    private readonly TcpClient _client;
    private readonly StreamReader _reader;
    private readonly StreamWriter _writer;
    private readonly Lock _gate = new();

    public PeerConnection(TcpClient client)
    {
        _client = client;
        client.NoDelay = true;
        _reader = new StreamReader(client.GetStream(), Encoding.UTF8);
        _writer = new StreamWriter(client.GetStream(), new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" };
    }

    /// <summary>Sends a line; a connection that is gone is the reader's to notice.</summary>
    public void Send(string kind, string text = "")
    {
        try
        {
            lock (_gate) _writer.WriteLine($"{kind} {text.ReplaceLineEndings(" ")}");
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            // Disposed meanwhile, or about to be: a stream then says that it is disposed or that it does not support writing.
        }
    }

    /// <summary>The next line as kind and text; null when the connection has ended.</summary>
    public (string Kind, string Text)? Receive()
    {
        try
        {
            return _reader.ReadLine()?.Split(' ', 2) is [var kind, var text] ? (kind, text) : null;
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            return null;
        }
    }

    public void Dispose() => _client.Dispose();
}
