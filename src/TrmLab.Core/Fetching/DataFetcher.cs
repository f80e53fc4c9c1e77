using System.Net;
using System.Security.Cryptography;

namespace TrmLab.Core.Fetching;

/// <summary>
/// Brings the files of a published data set into a folder: resumed where an earlier attempt ended, checked against the known SHA-256, noted in
/// <c>fetch.json</c>. A file has its name only when it is complete.
/// </summary>
public sealed class DataFetcher : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(30);

    private readonly FetchOptions _options;
    private readonly IDownloadStorage _storage;
    private readonly TimeProvider _clock;
    private readonly HttpClient _client;

    public DataFetcher(FetchOptions options)
        : this(options, new DiskStorage(), TimeProvider.System)
    {
    }

    internal DataFetcher(FetchOptions options, IDownloadStorage storage, TimeProvider clock)
    {
        _options = options;
        _storage = storage;
        _clock = clock;
        var handler = new SocketsHttpHandler { ConnectTimeout = ConnectTimeout };
        if (options.Proxy is { } proxy)
        {
            string[] account = Uri.UnescapeDataString(proxy.UserInfo).Split(':', 2);
            handler.Proxy = new WebProxy(proxy)
            {
                Credentials = account is [var user, var password] ? new NetworkCredential(user, password) : null,
            };
        }
        // Stalls are watched per read; a large file may take hours.
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("TrmLab");
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Fetches the files that are not there yet; returns the folder's record.</summary>
    /// <param name="entry">A data set of <see cref="DatasetCatalogue"/>.</param>
    /// <param name="directory">Folder for the files; created if it is not there.</param>
    /// <param name="progress">Told after every piece received.</param>
    /// <param name="cancellationToken">Stops; what was received is kept for the next time.</param>
    /// <exception cref="InputException">The message says which file failed, why, and what to do.</exception>
    public async Task<FetchRecord> FetchAsync(
        CatalogueEntry entry, string directory, IProgress<FetchProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        try
        {
            Directory.CreateDirectory(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{directory}: cannot be created ({e.Message})", e);
        }
        FetchRecord record = FetchRecord.Load(directory);
        foreach (CatalogueFile file in entry.Files)
        {
            string path = Path.Combine(directory, file.Name);
            FetchedFile fetched = File.Exists(path)
                ? await ExistingAsync(entry, file, path, record, progress, cancellationToken).ConfigureAwait(false)
                : await FetchAsync(entry, file, path, progress, cancellationToken).ConfigureAwait(false);
            record = record.With(fetched);
            record.Save(directory);
        }
        return record;
    }

    private async Task<FetchedFile> FetchAsync(
        CatalogueEntry entry, CatalogueFile file, string path, IProgress<FetchProgress>? progress, CancellationToken cancellationToken)
    {
        var part = new PartialFile(path);
        string source;
        if (_options.LocalSource is { } local)
        {
            source = Path.GetFullPath(LocalFiles.Find(local, entry, file));
            await LocalFiles.CopyAsync(source, file.Name, part, _storage, progress, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            Uri address = file.Address(_options.BaseUrl);
            source = address.AbsoluteUri;
            var download = new HttpDownload(_client, _options, _storage, progress);
            await download.RunAsync(address, file.Name, part, file.Sha256 is not null, cancellationToken).ConfigureAwait(false);
        }
        long bytes = part.Length;
        string hash = await HashAsync(part.PartPath, cancellationToken).ConfigureAwait(false);
        if (file.Sha256 is not null && hash != file.Sha256)
        {
            part.Remove();
            throw new InputException($"{source}: the SHA-256 of the {bytes:N0} bytes received is {hash}, but {file.Sha256} ({file.Bytes:N0} bytes) is expected; " +
                "nothing was kept. Fetch again, and if that does not help the source serves another file.");
        }
        part.Complete();
        return new FetchedFile(entry.Name, file.Name, source, bytes, hash, _clock.GetUtcNow());
    }

    private async Task<FetchedFile> ExistingAsync(
        CatalogueEntry entry, CatalogueFile file, string path, FetchRecord record, IProgress<FetchProgress>? progress, CancellationToken cancellationToken)
    {
        FetchedFile? known = record.Find(file.Name);
        string expected = file.Sha256 ?? known?.Sha256
            ?? throw new InputException($"{path}: exists already, but {FetchRecord.FileName} does not know it; move it away, or fetch from it as a local file.");
        string hash = await HashAsync(path, cancellationToken).ConfigureAwait(false);
        if (hash != expected)
            throw new InputException($"{path}: exists already with SHA-256 {hash}, but {expected} is expected; move it away and fetch again.");
        long bytes = new FileInfo(path).Length;
        progress?.Report(new FetchProgress(file.Name, bytes, bytes));
        return known ?? new FetchedFile(entry.Name, file.Name, Path.GetFullPath(path), bytes, hash, _clock.GetUtcNow());
    }

    private static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        await using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));
    }
}
