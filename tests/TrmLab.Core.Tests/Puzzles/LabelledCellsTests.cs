using TrmLab.Core.Puzzles;

namespace TrmLab.Core.Tests.Puzzles;

public sealed class LabelledCellsTests
{
    [Theory]
    [InlineData(new[] { 3, -100, 5 }, new[] { 3, 9, 5 }, true)]
    [InlineData(new[] { 3, -100, 5 }, new[] { 3, 9, 4 }, false)]
    [InlineData(new[] { -1, -1 }, new[] { 3, 4 }, false)]
    [InlineData(new int[0], new[] { 3 }, false)]
    public void All_that_is_known_must_be_right_and_something_must_be_known(int[] labels, int[] answer, bool right) => Assert.Equal(right, LabelledCells.AreRight(labels, answer));
}
