using TrmLab.Core.Puzzles;
using TrmLab.Web.Datasets;

namespace TrmLab.Web.Jobs;

/// <summary>Reads a whole data set: hash, histogram and leak check.</summary>
public sealed record CheckJob : JobSpec
{
    /// <summary>Path below the data folder, such as <c>datasets/NAME</c>.</summary>
    public required string DatasetPath { get; init; }

    public override string Title => "Check " + DatasetPath;

    public override string CommandLine(string output) => CommandText.Of("info " + DatasetPath);

    public override void Run(JobContext context)
    {
        var entry = new DatasetShelf(context.Data).Find(DatasetPath);
        ((IProgress<BuildProgress>)context).Report(new BuildProgress("reading every value", 0, null));
        var check = DatasetCheck.Of(entry, context, context.Cancellation);
        new CheckCache(context.Data).Write(check);
        // Runs on it need not read it once more.
        if (check.Info is { } info) new DatasetHashCache(context.Data.Root).Keep(entry.Directory, check.Fingerprint, info.Hash);
    }
}
