using TrmLab.Core.Puzzles;
using TrmLab.Web.Hosting;

namespace TrmLab.Web.Jobs;

/// <summary>What a job at work has.</summary>
/// <param name="Data">The data folder.</param>
/// <param name="Report">Told how far the job is.</param>
/// <param name="Cancellation">Asks it to end.</param>
public sealed record JobContext(LabData Data, Action<BuildProgress> Report, CancellationToken Cancellation) : IProgress<BuildProgress>
{
    /// <summary>Runs a verb of the trainer to its end and returns what it printed; see <see cref="Supervision.TrainerCommand"/>.</summary>
    public Func<IReadOnlyList<string>, CancellationToken, string> Trainer { get; init; } = (_, _) => throw new TrmLab.Core.InputException("no trainer is at hand here");

    /// <summary>A run that trains on this machine now; null if none does.</summary>
    public Func<string?> Training { get; init; } = () => null;

    /// <summary>What is worth knowing about the result.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>Where the result is, once there is one.</summary>
    public JobResult? Result { get; set; }

    /// <summary>The directory of a data set to create.</summary>
    public string OutputOf(string dataset) => Path.Combine(Data.Datasets, DatasetName.Checked(dataset));

    void IProgress<BuildProgress>.Report(BuildProgress value)
    {
        // Not all builders look at the token between two reports.
        Cancellation.ThrowIfCancellationRequested();
        Report(value);
    }
}
