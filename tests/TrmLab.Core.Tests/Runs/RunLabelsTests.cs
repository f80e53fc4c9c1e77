using TrmLab.Core.Runs;

namespace TrmLab.Core.Tests.Runs;

public sealed class RunLabelsTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private RunDirectory Run => RunDirectory.At(_directory.Root);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void What_is_written_is_read_again()
    {
        var labels = new RunLabels { Group = "ema ablation", Tags = ["paper", "Zürich"], Note = "two\nlines", IsArchived = true };
        labels.Write(Run);
        var read = RunLabels.Read(Run);
        Assert.Equal((labels.Group, labels.Note, true), (read.Group, read.Note, read.IsArchived));
        Assert.Equal(labels.Tags, read.Tags);
        Assert.Contains("\"group\": \"ema ablation\"", File.ReadAllText(Run.Labels));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"group\": 3}")]
    [InlineData("{\"tags\": null}")]
    [InlineData("not json")]
    public void A_file_that_cannot_be_read_means_no_labels(string text)
    {
        File.WriteAllText(Run.Labels, text);
        Assert.True(RunLabels.Read(Run).IsEmpty);
    }

    [Fact]
    public void A_run_without_the_file_has_no_labels() => Assert.True(RunLabels.Read(Run).IsEmpty);
}
