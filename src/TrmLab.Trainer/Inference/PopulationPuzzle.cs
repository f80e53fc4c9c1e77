using TrmLab.Core.Puzzles;

namespace TrmLab.Trainer.Inference;

/// <summary>A puzzle that a plane is fitted on.</summary>
/// <param name="Inputs">Tokens, [S].</param>
/// <param name="Identifier">Row of the puzzle embedding.</param>
/// <param name="Labels">Negative where a cell has none; null without labels.</param>
internal sealed record PopulationPuzzle(int[] Inputs, int Identifier, int[]? Labels = null)
{
    /// <summary>Whether every labelled cell is right, and there is one.</summary>
    public bool IsSolvedBy(ReadOnlySpan<int> answer) => LabelledCells.AreRight(Labels, answer);
}
