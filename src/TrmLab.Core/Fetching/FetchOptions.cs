namespace TrmLab.Core.Fetching;

/// <summary>How files are fetched.</summary>
public sealed record FetchOptions
{
    /// <summary>Host to use in place of the publisher's, such as a mirror of Hugging Face; the path stays the same.</summary>
    public Uri? BaseUrl { get; init; }

    /// <summary>HTTP proxy; null takes the system's (HTTPS_PROXY and the like).</summary>
    public Uri? Proxy { get; init; }

    /// <summary>A file, or a folder of files (also .gz), to take instead of downloading.</summary>
    public string? LocalSource { get; init; }

    /// <summary>Failures in a row, without a byte received in between, after which a download is given up.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>Pause after the first failure; it doubles with each further one.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A connection that sends nothing for so long counts as cut.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(60);
}

/// <summary>How far a file has come.</summary>
/// <param name="File">Its name.</param>
/// <param name="Bytes">Bytes on disk, those of an earlier attempt included.</param>
/// <param name="Total">Its size, where the server says so.</param>
public readonly record struct FetchProgress(string File, long Bytes, long? Total);
