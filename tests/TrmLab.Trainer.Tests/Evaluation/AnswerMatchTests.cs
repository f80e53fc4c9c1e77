using TrmLab.Core.Puzzles;
using TrmLab.Trainer.Evaluation;

namespace TrmLab.Trainer.Tests.Evaluation;

public sealed class AnswerMatchTests
{
    private const int None = PuzzleSet.IgnoredLabel;

    [Theory]
    [InlineData(new[] { 1, 2, None }, true, 1)]
    [InlineData(new[] { 1, 3, None }, false, 0.5)]
    [InlineData(new[] { 2, 3, 4 }, false, 0)]
    [InlineData(new[] { None, None, None }, false, 0)]
    public void Labelled_cells_count_and_an_answer_of_which_nothing_is_known_is_not_exact(int[] labels, bool exact, double accuracy)
    {
        var match = AnswerMatch.Of([1, 2, 9], labels);
        Assert.Equal((exact, accuracy), (match.Exact, match.Accuracy));
    }
}
