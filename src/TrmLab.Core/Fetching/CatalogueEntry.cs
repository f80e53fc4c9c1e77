namespace TrmLab.Core.Fetching;

/// <summary>Where a published file is served.</summary>
public enum FetchHost
{
    HuggingFace,
    GitHub,
}

/// <summary>One file of a published data set.</summary>
/// <param name="Name">Name on disk.</param>
/// <param name="Host">Host that publishes it.</param>
/// <param name="Path">Path on the host; a mirror serves it under the same path.</param>
/// <param name="Bytes">Size, where the file cannot change.</param>
/// <param name="Sha256">SHA-256, lower-case hexadecimal, where the file cannot change; else what was received is recorded.</param>
public sealed record CatalogueFile(string Name, FetchHost Host, string Path, long? Bytes = null, string? Sha256 = null)
{
    /// <summary>The address under a mirror, or under the publisher's host.</summary>
    public Uri Address(Uri? baseUrl)
    {
        Uri origin = baseUrl ?? new Uri(Host == FetchHost.HuggingFace ? "https://huggingface.co/" : "https://raw.githubusercontent.com/");
        return new Uri($"{origin.AbsoluteUri.TrimEnd('/')}/{Path}");
    }
}

/// <summary>A data set that can be fetched by name.</summary>
/// <param name="Name">Name on the command line.</param>
/// <param name="Folder">Usual folder of its files; the ARC sets share one, because they are built together.</param>
/// <param name="Description">One line for a list.</param>
/// <param name="Terms">Licence, or what is known of it.</param>
/// <param name="Files">Its files.</param>
public sealed record CatalogueEntry(string Name, string Folder, string Description, string Terms, IReadOnlyList<CatalogueFile> Files);
