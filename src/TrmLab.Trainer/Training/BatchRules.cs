using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Core.Puzzles;

namespace TrmLab.Trainer.Training;

/// <summary>Refuses a batch that does not fit the network: on a GPU a token out of range would take the process down.</summary>
public static class BatchRules
{
    /// <summary>Label that counts in no loss and no metric.</summary>
    public const int IgnoreLabel = -100;

    /// <exception cref="InputException">Sizes or values do not fit.</exception>
    public static void Check(PuzzleBatch batch, ModelShape shape, long size)
    {
        if (batch.BatchSize != size || batch.SequenceLength != shape.SequenceLength)
        {
            throw new InputException(
                $"the batch has {batch.BatchSize} sequences of {batch.SequenceLength} tokens; the step takes {size} of {shape.SequenceLength}");
        }

        Check(batch.Inputs, shape.VocabularySize, "input token", "vocab_size");
        Check(batch.PuzzleIdentifiers, shape.PuzzleIdentifiers, "puzzle identifier", "num_puzzle_identifiers");
        foreach (var label in batch.Labels)
        {
            if ((uint)label >= (uint)shape.VocabularySize && label != IgnoreLabel)
                throw new InputException($"the batch has the label {label}; labels are {IgnoreLabel} or 0 to {shape.VocabularySize - 1} (vocab_size {shape.VocabularySize})");
        }
    }

    private static void Check(int[] values, int bound, string what, string name)
    {
        foreach (var value in values)
        {
            if ((uint)value >= (uint)bound)
                throw new InputException($"the batch has the {what} {value}; the network was built for 0 to {bound - 1} ({name} {bound})");
        }
    }
}
