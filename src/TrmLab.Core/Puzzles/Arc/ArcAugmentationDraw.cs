namespace TrmLab.Core.Puzzles.Arc;

/// <summary>
/// Draws the augmentations of a task as the reference does: until there are as many as asked for that give different puzzles, or five times as many
/// were tried. A task of few colours and much symmetry has fewer.
/// </summary>
internal static class ArcAugmentationDraw
{
    private const int TrialsPerAugmentation = 5;
    private const int SmallestParallelBatch = 64;

    /// <summary>The task as it is, followed by up to <paramref name="count"/> augmentations.</summary>
    internal static ArcAugmentation[] Draw(ArcTask task, int count, MersenneTwister random)
    {
        ArcPair[] pairs = [.. task.Pairs];
        var accepted = new List<ArcAugmentation>(count + 1) { default };
        var seen = new HashSet<UInt128> { ArcFingerprint.OfPuzzle(pairs, default) };
        int trialsLeft = TrialsPerAugmentation * count;
        while (accepted.Count <= count && trialsLeft > 0)
        {
            // As many as are missing are drawn in any case, so these can be hashed at once without changing the sequence of draws.
            var drawn = new ArcAugmentation[Math.Min(count + 1 - accepted.Count, trialsLeft)];
            for (int i = 0; i < drawn.Length; i++)
                drawn[i] = ArcAugmentation.Draw(random);
            trialsLeft -= drawn.Length;
            UInt128[] fingerprints = Fingerprints(pairs, drawn);
            for (int i = 0; i < drawn.Length; i++)
            {
                if (seen.Add(fingerprints[i]))
                    accepted.Add(drawn[i]);
            }
        }
        return [.. accepted];
    }

    private static UInt128[] Fingerprints(ArcPair[] pairs, ArcAugmentation[] drawn)
    {
        var fingerprints = new UInt128[drawn.Length];
        if (drawn.Length < SmallestParallelBatch)
        {
            for (int i = 0; i < drawn.Length; i++)
                fingerprints[i] = ArcFingerprint.OfPuzzle(pairs, drawn[i]);
        }
        else
        {
            Parallel.For(0, drawn.Length, i => fingerprints[i] = ArcFingerprint.OfPuzzle(pairs, drawn[i]));
        }
        return fingerprints;
    }
}
