using System.Text.Json.Serialization;
using TrmLab.Core.Fetching;
using TrmLab.Core.Puzzles;
using TrmLab.Web.Datasets;

namespace TrmLab.Web.Jobs;

/// <summary>Fetches the files of a data set of the paper that are not here yet, and builds it as the paper does.</summary>
public sealed record PublishedJob : JobSpec
{
    /// <summary>Name in <see cref="PublishedDataset.All"/>.</summary>
    public required string Name { get; init; }

    /// <summary>A server to use instead of the publisher's.</summary>
    public Uri? Mirror { get; init; }

    public Uri? Proxy { get; init; }

    /// <summary>A file or folder to take instead of downloading.</summary>
    public string? From { get; init; }

    /// <summary>Leaves the data set unbuilt.</summary>
    public bool OnlyFetch { get; init; }

    public override string Title => (OnlyFetch ? "Fetch files of " : "Fetch and build ") + Name;

    [JsonIgnore] public override string? Dataset => OnlyFetch ? null : Name;

    public override string CommandLine(string output)
    {
        var set = PublishedDataset.Find(Name);
        var fetches = set.Entries.Select(e => CommandText.Of("fetch " + e.Name, ("--base-url", Mirror), ("--proxy", Proxy), ("--from", From)));
        return string.Join(" && ", OnlyFetch ? fetches : fetches.Append(set.Build(Path.Combine(output, "..", "..", "downloads", set.Entries[0].Folder)).CommandLine(output)!));
    }

    public override void Run(JobContext context)
    {
        var set = PublishedDataset.Find(Name);
        using var fetcher = new DataFetcher(new FetchOptions { BaseUrl = Mirror, Proxy = Proxy, LocalSource = From });
        foreach (var entry in set.Entries)
        {
            fetcher.FetchAsync(entry, set.FilesIn(context.Data), new Relay(context), context.Cancellation).GetAwaiter().GetResult();
        }

        if (!OnlyFetch) set.Build(set.FilesIn(context.Data)).Run(context);
    }

    private sealed class Relay(IProgress<BuildProgress> target) : IProgress<FetchProgress>
    {
        public void Report(FetchProgress value) => target.Report(new BuildProgress("fetching " + value.File, value.Bytes, value.Total));
    }
}
