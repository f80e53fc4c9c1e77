namespace TrmLab.Trainer.Checkpoints.Arrays;

/// <summary>Looks for values that are not numbers any more, as a training run that diverged leaves them.</summary>
internal static class FiniteValues
{
    private const int Block = 1 << 16;

    /// <summary>One line for all arrays that hold NaN or an infinity; null if none does. Reads every value once, a block at a time.</summary>
    /// <param name="arrays">Floating-point arrays.</param>
    internal static string? Complaint(IEnumerable<NamedArray> arrays)
    {
        var block = new float[Block];
        var spoiled = arrays.Select(array => (Array: array, Count: NotFinite(array, block))).Where(found => found.Count > 0).ToList();
        if (spoiled.Count == 0)
            return null;
        var (worst, count) = spoiled.MaxBy(found => found.Count);
        var others = spoiled.Count == 1 ? "" : $" and in {spoiled.Count - 1} other array{(spoiled.Count == 2 ? "" : "s")}";
        return $"NaN or infinite: {count} of {worst.Count} values of {worst.Name}{others}; this training diverged, its answers are worth nothing";
    }

    private static long NotFinite(NamedArray array, float[] block)
    {
        long count = 0;
        for (long first = 0; first < array.Count; first += block.Length)
        {
            var part = block.AsSpan(0, (int)Math.Min(block.Length, array.Count - first));
            array.ReadSingles(first, part);
            foreach (var value in part)
                count += float.IsFinite(value) ? 0 : 1;
        }

        return count;
    }
}
