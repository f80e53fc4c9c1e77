using System.Diagnostics;
using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Lanes;

/// <summary>A device of this machine: trainers are processes, each in a session of its own.</summary>
public abstract class LocalLane(TrainerProgram trainer) : IRunLane
{
    /// <inheritdoc/>
    public abstract string Id { get; }

    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public abstract LaneKind Kind { get; }

    /// <inheritdoc/>
    public int Capacity => 1;

    /// <summary>Environment variables of the trainers, beside this process's own.</summary>
    protected abstract IReadOnlyDictionary<string, string> Environment { get; }

    /// <inheritdoc/>
    public abstract RunConfig Adapt(RunConfig config);

    /// <inheritdoc/>
    public abstract LaneReading Read();

    /// <inheritdoc/>
    public LaneStart Start(RunDirectory run, IReadOnlyList<string> arguments)
    {
        var process = trainer.Start(run, arguments, Environment);
        return new LaneStart(process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), CodeOf(process));
    }

    private static async Task<int> CodeOf(Process process)
    {
        using (process)
        {
            await process.WaitForExitAsync();
            return process.ExitCode;
        }
    }
}
