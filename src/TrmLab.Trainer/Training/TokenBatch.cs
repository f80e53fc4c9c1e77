using TrmLab.Core;
using TrmLab.Core.Configuration;

namespace TrmLab.Trainer.Training;

/// <summary>One batch of puzzles as plain arrays, row-major.</summary>
/// <param name="Inputs">Tokens of the questions, [B, S].</param>
/// <param name="Labels">Tokens of the answers, [B, S]; -100 where there is no label.</param>
/// <param name="PuzzleIdentifiers">Row of the puzzle embedding per sequence, [B].</param>
public sealed record TokenBatch(int[] Inputs, int[] Labels, int[] PuzzleIdentifiers)
{
    /// <summary>Label that counts in no loss and no metric.</summary>
    public const int IgnoreLabel = -100;

    /// <summary>Sequences B.</summary>
    public int Size => PuzzleIdentifiers.Length;

    /// <summary>Tokens per sequence S.</summary>
    public int SequenceLength => Size == 0 ? 0 : Inputs.Length / Size;

    /// <summary>Refuses a batch that does not fit the network: on a GPU a token out of range would take the process down.</summary>
    /// <exception cref="InputException">Sizes or values do not fit.</exception>
    public void Require(ModelShape shape, long size)
    {
        if (Size != size || Inputs.Length != size * shape.SequenceLength || Labels.Length != Inputs.Length)
        {
            throw new InputException(
                $"The batch has {Size} sequences, {Inputs.Length} input and {Labels.Length} label tokens; the step takes {size} sequences of {shape.SequenceLength} tokens.");
        }

        Require(Inputs, 0, shape.VocabularySize, "an input token", "vocab_size");
        Require(PuzzleIdentifiers, 0, shape.PuzzleIdentifiers, "a puzzle identifier", "num_puzzle_identifiers");
        foreach (var label in Labels)
        {
            if ((uint)label >= (uint)shape.VocabularySize && label != IgnoreLabel)
                throw new InputException($"The batch has the label {label}; labels are {IgnoreLabel} or 0 to {shape.VocabularySize - 1} (vocab_size - 1).");
        }
    }

    private static void Require(int[] values, int low, int high, string what, string bound)
    {
        foreach (var value in values)
        {
            if (value < low || value >= high)
                throw new InputException($"The batch has {what} of {value}; the network was built for {low} to {high - 1} ({bound} - 1).");
        }
    }
}
