using System.Numerics;
using TorchSharp;
using TrmLab.Core.Configuration;
using TrmLab.Core.Puzzles;
using TrmLab.Trainer.Model;
using TrmLab.Trainer.Training;

namespace TrmLab.Trainer.Evaluation;

/// <summary>
/// How many sequences to evaluate at once: as many as half of the device's free memory holds by a measured step, up to where more of them
/// gain no speed. A power of two, so that the same machine chooses the same size although its free memory varies a little.
/// </summary>
internal static class BatchCapacity
{
    // Enough to keep the device busy; more would only delay progress and cancelling.
    private const int MostOnCpu = 256;
    private const int MostOnCuda = 4096;

    private const int ProbeRows = 16;

    /// <summary>Measures one step and chooses.</summary>
    /// <param name="step">The network's step; nothing of it is changed.</param>
    /// <param name="wanted">Sequences in all, at least 1.</param>
    public static int Of(ISupervisionStep step, int wanted)
    {
        var most = Math.Min(wanted, step.Model.Device.type == DeviceType.CUDA ? MostOnCuda : MostOnCpu);
        var memory = DeviceMemory.Of(step.Model.Device);
        // The first step also takes what does not depend on the batch, such as the libraries' own buffers.
        Probe(step, 1);
        var rows = Math.Min(most, ProbeRows);
        var measured = memory.Peak(() => Probe(step, rows)) / rows;
        return Choose(memory.Free(), Math.Max(measured, LeastBytes(step.Model.Shape)), most);
    }

    /// <summary>The choice from figures.</summary>
    /// <param name="free">Bytes; null if unknown, then <paramref name="most"/> or 256, whichever is less.</param>
    /// <param name="perSequence">Bytes.</param>
    internal static int Choose(long? free, long perSequence, int most)
    {
        if (free is null) return Math.Min(most, MostOnCpu);
        var fitting = Math.Max(1, free.Value / 2 / Math.Max(1, perSequence));
        return fitting >= most ? most : (int)(1L << BitOperations.Log2((ulong)fitting));
    }

    /// <summary>
    /// What a sequence takes at the least: old and new states, the question and an inner activation of the widest layer, and the logits with their
    /// float64 copies for the loss. Measured peaks are higher, unless memory was there already.
    /// </summary>
    internal static long LeastBytes(ModelShape shape)
    {
        long length = shape.TotalLength, width = shape.Arch.HiddenSize;
        var inner = Math.Max(length * shape.InnerWidth(shape.Arch.HiddenSize), shape.Arch.TokenMlp ? width * shape.InnerWidth(shape.TotalLength) : 0);
        return 4 * (5 * length * width + 2 * inner) + 3L * 8 * shape.SequenceLength * shape.VocabularySize;
    }

    private static void Probe(ISupervisionStep step, int rows)
    {
        using var carry = Carry.Initial(step.Model, rows);
        using var result = step.Run(carry, new PuzzleBatch("probe", rows, step.Model.Shape.SequenceLength), training: false);
        result.Carry.Dispose();
    }
}
