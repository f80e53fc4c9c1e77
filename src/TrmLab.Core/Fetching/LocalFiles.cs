using System.IO.Compression;

namespace TrmLab.Core.Fetching;

/// <summary>Takes files from disk instead of from the network.</summary>
internal static class LocalFiles
{
    private const int BufferSize = 1 << 17;

    /// <summary>The local file, or its .gz form, that stands for a file of the catalogue.</summary>
    /// <exception cref="InputException">There is none.</exception>
    internal static string Find(string source, CatalogueEntry entry, CatalogueFile file)
    {
        if (Directory.Exists(source))
        {
            string inside = Path.Combine(source, file.Name);
            return File.Exists(inside) ? inside
                : File.Exists(inside + ".gz") ? inside + ".gz"
                : throw new InputException($"{source}: there is no {file.Name} (or .gz) in this folder; '{entry.Name}' consists of {Names(entry)}.");
        }
        if (!File.Exists(source))
            throw new InputException($"{source}: there is no such file or folder.");
        return entry.Files.Count == 1
            ? source
            : throw new InputException($"{source}: '{entry.Name}' consists of {Names(entry)}; give the folder that holds them.");
    }

    internal static async Task CopyAsync(
        string source, string name, PartialFile part, IDownloadStorage storage, IProgress<FetchProgress>? progress, CancellationToken cancellationToken)
    {
        part.Remove();
        try
        {
            await using var file = new FileStream(source, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, useAsync: true);
            bool compressed = source.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) && !name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
            await using Stream content = compressed ? new GZipStream(file, CompressionMode.Decompress) : file;
            await using var output = new DownloadOutput(storage, part.PartPath);
            byte[] buffer = new byte[BufferSize];
            long have = 0, count;
            while ((count = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                await output.WriteAsync(buffer.AsMemory(0, (int)count), cancellationToken).ConfigureAwait(false);
                have += count;
                progress?.Report(new FetchProgress(name, have, compressed ? null : file.Length));
            }
            output.Flush();
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            part.Remove();
            throw new InputException($"{source}: cannot be read ({e.Message})", e);
        }
    }

    private static string Names(CatalogueEntry entry) => string.Join(", ", entry.Files.Select(file => file.Name));
}
