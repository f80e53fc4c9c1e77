using TrmLab.Core.Runs;
using TrmLab.Trainer.Training;

namespace TrmLab.Trainer.Distributed;

/// <summary>
/// Lets every rank obey the same requests after the same step: commands come to rank 0, a signal may come to any. Every method is a
/// collective, so all ranks have to ask the same in the same order.
/// </summary>
/// <param name="first">Rank 0's requests; null on the other ranks.</param>
/// <param name="signal">Why a signal wants this process to end; null if none came.</param>
internal sealed class AgreedRequests(ICollectives ranks, RunRequests? first, Func<string?> signal) : IRunRequests
{
    private const long Stop = 1, Save = 2, Evaluate = 4, Pause = 8;

    /// <inheritdoc/>
    public bool Paused { get; private set; }

    /// <inheritdoc/>
    public bool StopPending => ranks.GatherNumbers(first?.StopPending ?? signal() is not null ? 1 : 0).Contains(1);

    /// <inheritdoc/>
    public IReadOnlyList<RunCommandKind> Next(long step, MetricsRecorder metrics)
    {
        var own = first?.Next(step, metrics);
        var wishes = ranks.GatherNumbers(own is null ? signal() is null ? 0 : Stop : Bits(own));
        var stops = Array.FindIndex(wishes, wish => (wish & Stop) != 0);
        if (stops > 0 && (wishes[0] & Stop) == 0)
            first?.Stop(step, metrics, $"stopped by a signal to rank {stops}");
        Paused = (wishes[0] & Pause) != 0 && stops < 0;
        var work = new List<RunCommandKind>();
        if ((wishes[0] & Save) != 0) work.Add(RunCommandKind.Save);
        if ((wishes[0] & Evaluate) != 0) work.Add(RunCommandKind.Evaluate);
        if (stops >= 0) work.Add(RunCommandKind.Stop);
        return work;
    }

    /// <summary>Rank 0's answer.</summary>
    public bool Due(bool now) => ranks.GatherNumbers(now ? 1 : 0)[0] == 1;

    private long Bits(IReadOnlyList<RunCommandKind> work) =>
        (work.Contains(RunCommandKind.Stop) ? Stop : 0) | (work.Contains(RunCommandKind.Save) ? Save : 0)
        | (work.Contains(RunCommandKind.Evaluate) ? Evaluate : 0) | (first!.Paused ? Pause : 0);
}
