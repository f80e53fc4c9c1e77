using TrmLab.Core.Numerics;

namespace TrmLab.Core.Puzzles;

/// <summary>One of the eight symmetries of the square, uniformly.</summary>
/// <param name="side">Cells per row and column.</param>
public sealed class DihedralAugmentation(int side) : IExampleAugmentation
{
    private readonly int[] _original = new int[side * side];

    public void Apply(SeededRandom random, Span<int> inputs, Span<int> labels)
    {
        int transform = random.Next(Dihedral.Count);
        Move(transform, inputs);
        Move(transform, labels);
    }

    private void Move(int transform, Span<int> values)
    {
        values.CopyTo(_original);
        Dihedral.Apply(transform, _original, side, side, values);
    }
}
