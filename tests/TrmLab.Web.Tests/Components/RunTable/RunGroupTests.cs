using TrmLab.Core.Runs;
using TrmLab.Web.Components.RunTable;
using TrmLab.Web.Store;
using TrmLab.Web.Supervision;
using TrmLab.Web.Tests.Support;
using static TrmLab.Web.Tests.Components.RunTable.RunListQueryTests;
using static TrmLab.Web.Tests.Support.Events;

namespace TrmLab.Web.Tests.Components.RunTable;

public sealed class RunGroupTests : IDisposable
{
    private readonly TestLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void Runs_that_differ_in_seed_and_name_only_are_one_group_with_mean_spread_and_N()
    {
        for (var seed = 0; seed < 3; seed++) Run($"run-{seed}", TestLab.Config($"sudoku seed {seed}", seed), best: 0.8 + 0.05 * seed);
        Run("run-9", TestLab.Config("sudoku seed 0") with { LearningRate = 0.5 }, best: 0.1);
        var query = Query("group=seed&sort=-ema");
        var groups = RunGroup.Of(query, query.Of(Read(query)))!;
        Assert.Equal([3, 1], groups.Select(g => g.Runs.Count));
        Assert.Equal("sudoku", groups[0].Title);
        Assert.Equal("85.00 ± 5.00 %", groups[0].Text(RunColumns.Find("ema")!));
        Assert.Contains("N = 3 of 3 runs", groups[0].Hint(RunColumns.Find("ema")!));
        Assert.Equal("10.00 %", groups[1].Text(RunColumns.Find("ema")!));
    }

    // 3,000 points are far more than a chart draws; the best evaluation is a single one among them.
    [Fact]
    public void Statistics_are_of_all_evaluations_and_points_not_of_what_a_chart_draws()
    {
        for (var seed = 0; seed < 2; seed++)
        {
            var run = _lab.Make($"run-{seed}", TestLab.Config(seed: seed));
            TestLab.Write(run, [Started(), .. Enumerable.Range(1, 3000).SelectMany(s => new RunEvent[] { Metrics(s, ("train/lm_loss", s)), Evaluated(s, "ema", s == 1501 + seed ? 0.9 + 0.02 * seed : 0.5) })]);
        }

        _lab.CatchUp();
        var query = Query("group=seed&cols=m.train/lm_loss");
        var group = Assert.Single(RunGroup.Of(query, query.Of(Read(query)))!);
        Assert.Equal("91.00 ± 1.41 %", group.Text(RunColumns.Find("ema")!));
        Assert.Equal(3000, group.Summary(RunColumns.Find("m.train/lm_loss")!).Mean);
    }

    [Theory]
    [InlineData("seeds")]
    [InlineData("EMA ablation: demo, 2026-01-02 03:04:05")]
    [InlineData("none")]
    public void Closed_groups_are_one_line_and_open_ones_show_their_runs(string label)
    {
        RunListItem[] runs = [.. Enumerable.Range(0, 4).Select(i => Item($"r{i}", "n", RunPhase.Finished, i, 0.5, 0.5, []) with { Labels = new RunLabels { Group = i < 3 ? label : "" } })];
        var query = Query("group=label");
        var lines = RunTableLine.Of(query, query.Of(runs));
        Assert.Equal(["without a group", label], lines.Select(l => l.Group!.Title));
        var opened = RunListAddress.Write(query with { Open = [lines[1].Group!.Key] })["open"];
        Assert.Equal(5, RunTableLine.Of(Query($"group=label&open={opened}"), query.Of(runs)).Count);
        Assert.Equal(4, RunTableLine.Of(Query(""), query.Of(runs)).Count);
    }

    [Fact]
    public void A_value_that_is_no_number_is_in_no_mean()
    {
        Run("run-0", TestLab.Config(seed: 0), 0.5);
        TestLab.Write(_lab.Folder.Of("run-0"), Metrics(9, ("train/lm_loss", double.NaN)));
        Run("run-1", TestLab.Config(seed: 1), 0.5);
        TestLab.Write(_lab.Folder.Of("run-1"), Metrics(9, ("train/lm_loss", 2)));
        _lab.CatchUp();
        var query = Query("group=seed&cols=m.train/lm_loss");
        var summary = Assert.Single(RunGroup.Of(query, query.Of(Read(query)))!).Summary(RunColumns.Find("m.train/lm_loss")!);
        Assert.Equal((1, 2.0), (summary.Count, summary.Mean));
    }

    private void Run(string id, Core.Configuration.RunConfig config, double best)
    {
        TestLab.Write(_lab.Make(id, config), Started(), Evaluated(1, "ema", best), Evaluated(2, "ema", best / 2));
        _lab.CatchUp();
    }

    private IReadOnlyList<RunListItem> Read(RunListQuery query) =>
        new RunListReader(_lab.Index, _lab.States, new RunLabelShelf(_lab.Folder, _lab.Feed), new RunFieldsCache(_lab.Index)).Read(query);
}
