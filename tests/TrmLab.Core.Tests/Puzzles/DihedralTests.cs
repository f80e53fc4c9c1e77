using TrmLab.Core.Puzzles;

namespace TrmLab.Core.Tests.Puzzles;

public class DihedralTests
{
    /// <summary>The reference's results for the rows 0123, 4567, 89ab.</summary>
    [Theory]
    [InlineData(0, "0123456789ab")]
    [InlineData(1, "37b26a159048")]
    [InlineData(2, "ba9876543210")]
    [InlineData(3, "840951a62b73")]
    [InlineData(4, "32107654ba98")]
    [InlineData(5, "89ab45670123")]
    [InlineData(6, "04815926a37b")]
    [InlineData(7, "b73a62951840")]
    public void EveryTransformGivesTheReferencesCells(int transform, string expected)
    {
        Span<char> result = stackalloc char[12];
        Dihedral.Apply(transform, "0123456789ab", 3, 4, result);
        Assert.Equal(expected, result.ToString());
    }

    [Fact]
    public void InverseUndoesEveryTransform()
    {
        Assert.Equal([0, 3, 2, 1, 4, 5, 6, 7], Enumerable.Range(0, Dihedral.Count).Select(Dihedral.Inverse));
        for (int transform = 0; transform < Dihedral.Count; transform++)
        {
            (int rows, int columns) = Dihedral.SwapsSides(transform) ? (4, 3) : (3, 4);
            char[] there = new char[12], back = new char[12];
            Dihedral.Apply(transform, "0123456789ab", 3, 4, there);
            Dihedral.Apply<char>(Dihedral.Inverse(transform), there, rows, columns, back);
            Assert.Equal("0123456789ab", new string(back));
        }
    }
}
