using TrmLab.Core;
using TrmLab.Core.Puzzles;

namespace TrmLab.Web.Datasets;

/// <summary>What was found when a data set was read from end to end.</summary>
/// <param name="Path">See <see cref="DatasetEntry.Path"/>.</param>
/// <param name="Fingerprint">Files that were read; another one makes the result void.</param>
/// <param name="Info">Counts, hash and histogram; null if damaged.</param>
/// <param name="Leaks">Leak check; null if damaged.</param>
/// <param name="Error">What is damaged; empty otherwise.</param>
public sealed record DatasetCheck(string Path, string Fingerprint, DatasetInfo? Info, LeakFinding? Leaks, string Error)
{
    /// <summary>Reads every value.</summary>
    public static DatasetCheck Of(DatasetEntry entry, IProgress<BuildProgress> progress, CancellationToken cancellationToken)
    {
        // Before reading: a change meanwhile makes the result void, not wrong.
        var fingerprint = entry.Fingerprint();
        DatasetInfo? info = null;
        try
        {
            var kind = DatasetKind.Of(entry.Directory, entry.Splits[0]);
            info = DatasetInfo.Read(entry.Directory, cancellationToken);
            return new DatasetCheck(entry.Path, fingerprint, info, LeakFinding.Of(entry, kind.Family, progress, cancellationToken), "");
        }
        catch (InputException e)
        {
            return new DatasetCheck(entry.Path, fingerprint, info, null, e.Message);
        }
    }
}
