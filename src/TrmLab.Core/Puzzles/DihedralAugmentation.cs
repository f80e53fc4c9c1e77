using TrmLab.Core.Numerics;

namespace TrmLab.Core.Puzzles;

/// <summary>One of the eight symmetries of the square, uniformly.</summary>
/// <param name="side">Cells per row and column.</param>
public sealed class DihedralAugmentation(int side) : IExampleAugmentation
{
    private readonly int[][] _sources = [.. Enumerable.Range(0, SquareSymmetry.Count).Select(id => SquareSymmetry.Sources(id, side))];
    private readonly int[] _original = new int[side * side];

    public void Apply(SeededRandom random, Span<int> inputs, Span<int> labels)
    {
        int[] sources = _sources[random.Next(SquareSymmetry.Count)];
        Move(sources, inputs);
        Move(sources, labels);
    }

    private void Move(int[] sources, Span<int> values)
    {
        values.CopyTo(_original);
        for (int i = 0; i < sources.Length; i++)
        {
            values[i] = _original[sources[i]];
        }
    }
}
