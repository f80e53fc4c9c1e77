using TrmLab.Core.Runs;
using TrmLab.Web.Components.Pages;
using TrmLab.Web.Store;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Tests.Components.Pages;

public sealed class RunListTests
{
    private static readonly RunListItem[] All =
    [
        Item("a", "first sudoku", RunPhase.Finished, created: 1, ema: 0.9, last: 0.8),
        Item("b", "second maze", RunPhase.Running, created: 2, ema: null, last: null),
        Item("c", "third sudoku", RunPhase.Failed, created: 3, ema: 0.5, last: 0.5),
    ];

    [Fact]
    public void The_newest_come_first() => Assert.Equal(["c", "b", "a"], Ids(RunListQuery.Parse(null, null, null)));

    [Theory]
    [InlineData("sudoku", null, new[] { "c", "a" })]
    [InlineData("SUDOKU first", null, new[] { "a" })]
    [InlineData(null, "running", new[] { "b" })]
    [InlineData("maze", "failed", new string[0])]
    public void Words_and_state_filter(string? text, string? phase, string[] expected) => Assert.Equal(expected, Ids(RunListQuery.Parse(text, phase, null)));

    [Theory]
    [InlineData("ema", new[] { "c", "a", "b" })]
    [InlineData("-ema", new[] { "a", "c", "b" })]
    public void Rows_without_the_value_come_last_whichever_way(string sort, string[] expected) => Assert.Equal(expected, Ids(RunListQuery.Parse(null, null, sort)));

    [Fact]
    public void The_fall_from_the_best_is_of_the_same_weights() => Assert.Equal(-0.1, All[0].LastMinusBest!.Value, 9);

    [Fact]
    public void Time_to_go_is_told_only_of_a_run_that_goes()
    {
        Assert.Null(All[0].Remaining);
        Assert.Equal(TimeSpan.FromSeconds(45), All[1].Remaining);
    }

    private static string[] Ids(RunListQuery query) => [.. query.Of(All).Select(r => r.Row.Run)];

    private static RunListItem Item(string id, string name, RunPhase phase, long created, double? ema, double? last) => new(
        new RunRow { Run = id, Name = name, Created = created, BestEma = ema, LastEma = last, BestRaw = 0.99, LastRaw = 0.1, Step = 10, TotalSteps = 100, StepsPerSecond = 2 },
        new RunStatus(new RunState(phase, ""), null, []));
}
