using TrmLab.Web.Components.Charts;

namespace TrmLab.Web.Tests.Components.Charts;

public sealed class RunColorTests
{
    private static readonly string[] Runs = [.. Enumerable.Range(0, 28).Select(i => $"20260101-0000{i:00}-abcdef")];

    [Fact]
    public void As_many_runs_as_there_are_looks_are_all_different() => Assert.Equal(28, RunColor.OfAll(Runs).Values.Distinct().Count());

    [Fact]
    public void A_run_added_later_changes_nobody()
    {
        var before = RunColor.OfAll(Runs.Take(5));
        var after = RunColor.OfAll(Runs.Take(9));
        Assert.All(before, r => Assert.Equal(r.Value, after[r.Key]));
    }

    [Fact]
    public void One_run_has_the_colour_of_its_id_everywhere() => Assert.Equal(RunColor.Of(Runs[3]), RunColor.OfAll([Runs[3]])[Runs[3]]);

    [Fact]
    public void More_runs_than_looks_are_no_trouble() => Assert.Equal(60, RunColor.OfAll(Enumerable.Range(0, 60).Select(i => $"r{i}")).Count);
}
