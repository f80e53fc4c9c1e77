using TrmLab.Core.Runs;
using TrmLab.Web.Components.RunTable;
using TrmLab.Web.Store;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Tests.Components.RunTable;

public sealed class RunListQueryTests
{
    private static readonly RunListItem[] All =
    [
        Item("a", "first sudoku", RunPhase.Finished, created: 1, ema: 0.9, last: 0.8, tags: ["paper", "good"]),
        Item("b", "second maze", RunPhase.Running, created: 2, ema: null, last: null, tags: ["paper"]),
        Item("c", "third sudoku", RunPhase.Failed, created: 3, ema: 0.5, last: 0.5, tags: []),
    ];

    [Fact]
    public void The_newest_come_first() => Assert.Equal(["c", "b", "a"], Ids(""));

    [Theory]
    [InlineData("q=sudoku", new[] { "c", "a" })]
    [InlineData("q=SUDOKU first", new[] { "a" })]
    [InlineData("q=good", new[] { "a" })]
    [InlineData("q=note of b", new[] { "b" })]
    [InlineData("state=running", new[] { "b" })]
    [InlineData("state=running,failed", new[] { "c", "b" })]
    [InlineData("q=maze&state=failed", new string[0])]
    [InlineData("task=Sudoku", new[] { "c", "a" })]
    [InlineData("tag=paper", new[] { "b", "a" })]
    [InlineData("tag=paper,good", new[] { "a" })]
    [InlineData("state=nonsense&sort=nonsense&group=nonsense&cols=nonsense", new[] { "c", "b", "a" })]
    public void Words_and_chips_filter(string address, string[] expected) => Assert.Equal(expected, Ids(address));

    [Theory]
    [InlineData("sort=ema", new[] { "c", "a", "b" })]
    [InlineData("sort=-ema", new[] { "a", "c", "b" })]
    [InlineData("sort=name", new[] { "a", "b", "c" })]
    [InlineData("sort=m.train/lm_loss", new[] { "c", "b", "a" })]
    public void Rows_without_the_value_come_last_whichever_way(string address, string[] expected) => Assert.Equal(expected, Ids(address));

    [Theory]
    [InlineData("q=sudoku&state=failed&task=Sudoku&tag=a,b&archived=1&sort=-ema&group=seed&open=x&cols=c.lr,m.train/lm_loss&hide=note")]
    [InlineData("sort=created")]
    [InlineData("")]
    public void An_address_is_read_and_written(string address)
    {
        var query = Query(address);
        var written = RunListAddress.Write(query).Where(p => p.Value is not null).Select(p => $"{p.Key}={p.Value}");
        Assert.Equal(address, string.Join('&', written));
    }

    [Theory]
    [InlineData("", new[] { "c", "b", "a" })]
    [InlineData("archived=1", new[] { "old" })]
    [InlineData("archived=1&q=maze", new string[0])]
    public void Archived_runs_are_listed_by_themselves_and_only_when_asked_for(string address, string[] expected)
    {
        var old = Item("old", "old sudoku", RunPhase.Finished, created: 4, ema: null, last: null, tags: []) with { Labels = new RunLabels { IsArchived = true } };
        Assert.Equal(expected, Query(address).Of([.. All, old]).Select(r => r.Id));
    }

    [Fact]
    public void What_a_run_trains_on_can_be_a_column()
    {
        var query = Query("cols=task&sort=task");
        Assert.Equal(["Maze", "Sudoku", "Sudoku"], query.Of(All).Select(query.Columns.Single(c => c.Title == "Task").Text));
        Assert.DoesNotContain(Query("").Columns, c => c.Title == "Task");
    }

    [Fact]
    public void Any_field_or_metric_can_be_a_column()
    {
        var query = Query("cols=c.arch.hidden_size,m.train/lm_loss,c.no_such_field");
        Assert.Equal(["arch.hidden_size", "train/lm_loss"], query.Added.Select(id => RunColumns.Find(id)!.Title));
        Assert.True(query.NeedsFields);
        Assert.Equal(["train/lm_loss"], query.Metrics);
    }

    [Theory]
    [InlineData(1234.2, "1234")]
    [InlineData(123.4, "123")]
    [InlineData(2, "2")]
    [InlineData(0.01234, "0.0123")]
    public void The_speed_of_a_slow_run_has_digits_too(double speed, string expected) =>
        Assert.Equal(expected, RunColumns.Find("speed")!.Text(new RunListItem(new RunRow { StepsPerSecond = speed }, RunStatus.Unknown)));

    [Fact]
    public void A_difference_of_shares_is_in_percentage_points() => Assert.Equal("-10.00 pp", RunColumns.Find("drop")!.Text(All[0]));

    [Fact]
    public void The_fall_from_the_best_is_of_the_same_weights() => Assert.Equal(-0.1, All[0].LastMinusBest!.Value, 9);

    [Fact]
    public void Time_to_go_is_told_only_of_a_run_that_goes()
    {
        Assert.Null(All[0].Remaining);
        Assert.Equal(TimeSpan.FromSeconds(45), All[1].Remaining);
        Assert.Equal("45 s to go", All[1].ToGo);
        Assert.Equal("paused", Item("d", "fourth", RunPhase.Paused, created: 4, ema: null, last: null, tags: []).ToGo);
    }

    [Fact]
    public void A_failure_is_told_by_its_last_line() => Assert.Equal("CUDA out of memory", All[2].Why);

    internal static RunListQuery Query(string address) =>
        RunListAddress.Read(name => address.Split('&').FirstOrDefault(p => p.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..]);

    internal static RunListItem Item(string id, string name, RunPhase phase, long created, double? ema, double? last, string[] tags) => new(
        new RunRow { Run = id, Name = name, Data = "data/" + name, Created = created, BestEma = ema, LastEma = last, BestRaw = 0.99, LastRaw = 0.1, Step = 10, TotalSteps = 100, StepsPerSecond = 2, StepSeconds = 0.5 },
        new RunStatus(new RunState(phase, phase == RunPhase.Failed ? "Unhandled exception\n  at somewhere\nCUDA out of memory\n" : ""), null, []))
    {
        Labels = new RunLabels { Tags = tags, Note = "note of " + id },
    };

    private static string[] Ids(string address) => [.. Query(address).Of(All).Select(r => r.Row.Run)];
}
