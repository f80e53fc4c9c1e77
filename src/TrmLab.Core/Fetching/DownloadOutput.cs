namespace TrmLab.Core.Fetching;

/// <summary>A part file open for writing; failures of the disk become messages and are never taken for failures of the network.</summary>
internal sealed class DownloadOutput : IAsyncDisposable
{
    private readonly string _path;
    private readonly Stream _stream;

    internal DownloadOutput(IDownloadStorage storage, string path)
    {
        _path = path;
        try
        {
            _stream = storage.Append(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be written ({e.Message}); is another fetch at work on it?", e);
        }
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    internal async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await _stream.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw Failed(e);
        }
    }

    internal void Flush()
    {
        try
        {
            if (_stream is FileStream file)
                file.Flush(flushToDisk: true);
            else
                _stream.Flush();
        }
        catch (IOException e)
        {
            throw Failed(e);
        }
    }

    private InputException Failed(IOException e) =>
        new($"{_path}: cannot be written ({e.Message}); make room on the disk and fetch again, what is there is kept.", e);
}
