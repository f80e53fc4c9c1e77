using TrmLab.Core.Puzzles;

namespace TrmLab.Core.Tests.Puzzles;

public sealed class ProgressLineTests
{
    [Theory]
    [InlineData("raw weights", 3, 12L)]
    [InlineData("a \"stage\"\nof two lines", 0, null)]
    public void What_is_told_arrives_in_one_line(string stage, long done, long? total)
    {
        var line = ProgressLine.Format(new BuildProgress(stage, done, total));
        Assert.DoesNotContain('\n', line);
        Assert.Equal(new BuildProgress(stage, done, total), ProgressLine.Parse(line));
    }

    [Theory]
    [InlineData("")]
    [InlineData("error: the file is damaged")]
    [InlineData("progress: good")]
    [InlineData("progress: {}")]
    [InlineData("progress: null")]
    [InlineData("progress: [1]")]
    public void Other_lines_are_none(string line) => Assert.Null(ProgressLine.Parse(line));
}
