namespace TrmLab.Trainer.Distributed.Liveness;

/// <summary>Says whether a rank keeps the others waiting for ever.</summary>
internal static class HangRule
{
    /// <summary>Looks at all ranks.</summary>
    /// <returns>The reason to end the run, or null.</returns>
    public static string? Verdict(IReadOnlyCollection<PeerRecord> ranks, LivenessLimits limits, DateTime now)
    {
        foreach (var rank in ranks)
        {
            if (now - rank.Heard > limits.Silence)
                return $"{rank.Name} has not been heard for {(now - rank.Heard).TotalSeconds:0} s: frozen, or cut off from the network";
        }

        // The one that is furthest cannot have waited for longer than it has stood still.
        var first = ranks.MaxBy(rank => rank.Beat.Entered)!;
        if (!first.Beat.Waiting)
            return null;
        foreach (var rank in ranks)
        {
            if (rank.Beat.Entered < first.Beat.Entered && Shorter(now - rank.Moved, now - first.Moved) > Limit(rank.Beat, first.Beat, limits))
                return $"{rank.Name} has kept the others waiting for {(now - first.Moved).TotalSeconds:0} s: hung";
        }

        return null;
    }

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;

    // Shares are equal, so one rank's time tells what another's should be.
    private static TimeSpan Limit(Beat late, Beat waiting, LivenessLimits limits)
    {
        var usual = late.Busy ? limits.Busy : limits.Hung;
        var patient = TimeSpan.FromSeconds(Math.Min(TimeSpan.MaxValue.TotalSeconds / 2, waiting.Gap * limits.Patience));
        return patient > usual ? patient : usual;
    }
}
