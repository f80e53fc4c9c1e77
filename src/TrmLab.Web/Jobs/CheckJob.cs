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
        new CheckCache(context.Data).Write(DatasetCheck.Of(entry, context, context.Cancellation));
    }
}
