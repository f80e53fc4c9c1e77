using System.Net;
using System.Net.Http.Headers;

namespace TrmLab.Core.Fetching;

/// <summary>One attempt after another to load one address into a part file, each going on where the last one ended.</summary>
internal sealed class HttpDownload(HttpClient client, FetchOptions options, IDownloadStorage storage, IProgress<FetchProgress>? progress)
{
    private const int BufferSize = 1 << 17;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <exception cref="InputException">The server refuses, the connection stays down, or the disk is full.</exception>
    internal async Task RunAsync(Uri address, string name, PartialFile part, bool hashIsKnown, CancellationToken cancellationToken)
    {
        int failures = 0;
        while (true)
        {
            long before = part.Length;
            try
            {
                await AttemptAsync(address, name, part, hashIsKnown, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (ConnectionCutException cut)
            {
                failures = part.Length > before ? 1 : failures + 1;
                if (failures >= options.Attempts)
                {
                    throw new InputException($"{address}: given up after {failures} failures in a row ({cut.Message}); " +
                        $"{part.Length:N0} bytes are kept, and fetching again goes on from there.", cut);
                }
                TimeSpan pause = cut.RetryAfter ?? options.RetryDelay * Math.Pow(2, failures - 1);
                await Task.Delay(pause < LongestPause ? pause : LongestPause, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task AttemptAsync(Uri address, string name, PartialFile part, bool hashIsKnown, CancellationToken cancellationToken)
    {
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stall.CancelAfter(options.StallTimeout);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            long have = part.Length;
            string? validator = part.ValidatorFor(address.AbsoluteUri);
            if (have > 0 && (validator is not null || hashIsKnown))
            {
                request.Headers.Range = new RangeHeaderValue(have, null);
                if (validator is not null)
                    request.Headers.TryAddWithoutValidation("If-Range", validator);
            }
            using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stall.Token).ConfigureAwait(false);
            bool goesOn = response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == have;
            if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable || (response.StatusCode == HttpStatusCode.PartialContent && !goesOn))
            {
                part.Remove();
                throw new ConnectionCutException("the server has no continuation of the part on disk");
            }
            HttpRefusal.Check(response, address);
            if (!goesOn)
            {
                have = 0;
                part.Restart(address.AbsoluteUri, ValidatorOf(response));
            }
            long? total = goesOn ? response.Content.Headers.ContentRange!.Length : response.Content.Headers.ContentLength;
            CheckSpace(part, name, total - have);
            await CopyAsync(response, name, part, have, total, stall).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ConnectionCutException($"nothing came for {options.StallTimeout.TotalSeconds:0.#} s");
        }
        catch (HttpRequestException e)
        {
            throw new ConnectionCutException(e.InnerException?.Message ?? e.Message);
        }
    }

    private async Task CopyAsync(HttpResponseMessage response, string name, PartialFile part, long have, long? total, CancellationTokenSource stall)
    {
        using Stream source = await response.Content.ReadAsStreamAsync(stall.Token).ConfigureAwait(false);
        await using var output = new DownloadOutput(storage, part.PartPath);
        byte[] buffer = new byte[BufferSize];
        progress?.Report(new FetchProgress(name, have, total));
        while (true)
        {
            int count;
            try
            {
                count = await source.ReadAsync(buffer, stall.Token).ConfigureAwait(false);
            }
            catch (IOException e)
            {
                throw new ConnectionCutException(e.Message);
            }
            if (count == 0)
                break;
            stall.CancelAfter(options.StallTimeout);
            await output.WriteAsync(buffer.AsMemory(0, count), stall.Token).ConfigureAwait(false);
            have += count;
            progress?.Report(new FetchProgress(name, have, total));
        }
        output.Flush();
        if (have < total)
            throw new ConnectionCutException($"it ended after {have:N0} of {total:N0} bytes");
    }

    private void CheckSpace(PartialFile part, string name, long? missing)
    {
        string directory = Path.GetDirectoryName(Path.GetFullPath(part.PartPath))!;
        if (missing is { } bytes && storage.FreeBytes(directory) is { } free && free < bytes)
            throw new InputException($"{directory}: the disk is too full for {name}: {bytes:N0} more bytes are needed, {free:N0} are free.");
    }

    // Only a strong tag promises equal bytes; a date has to do otherwise.
    private static string? ValidatorOf(HttpResponseMessage response) =>
        response.Headers.ETag is { IsWeak: false } tag ? tag.Tag : response.Content.Headers.LastModified?.ToString("R");
}
