using System.Globalization;
using System.Text;
using TrmLab.Core.Runs;
using TrmLab.Web.Components.RunTable;
using TrmLab.Web.Exchange;
using TrmLab.Web.Tests.Support;
using static TrmLab.Web.Tests.Components.RunTable.RunListQueryTests;

namespace TrmLab.Web.Tests.Components.RunTable;

public sealed class RunTableExportTests
{
    [Fact]
    public void The_file_has_the_shown_columns_of_all_filtered_runs_with_all_digits_in_any_culture()
    {
        CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } };
        RunListItem[] all =
        [
            Item("a", "a \"maze\", big", RunPhase.Finished, created: 1000, ema: 1 / 3.0, last: 0.25, tags: ["x", "y"]),
            Item("b", "other", RunPhase.Finished, created: 2000, ema: null, last: null, tags: []),
            Item("c", "maze", RunPhase.Running, created: 3000, ema: null, last: null, tags: []),
        ];
        Assert.Equal(
            [
                "Run,State,Name,Progress,Best EMA,Last − best,Started,Tags",
                "c,Running,maze,10,,-0.89,1970-01-01T00:00:03Z,",
                "a,Finished,\"a \"\"maze\"\", big\",10,0.3333333333333333,-0.08333333333333331,1970-01-01T00:00:01Z,\"x, y\"",
                "",
            ],
            Lines("q=maze&hide=raw,speed,device,seed,note", all));
    }

    [Fact]
    public void Runs_of_closed_groups_are_in_it_with_their_group()
    {
        RunListItem[] all = [.. Enumerable.Range(0, 3).Select(i => Item($"r{i}", "n", RunPhase.Finished, i, 0.5, 0.5, []) with { Labels = new RunLabels { Group = i < 2 ? "seeds" : "" } })];
        Assert.Equal(["Group,Run", "without a group,r2", "seeds,r1", "seeds,r0"], Lines("group=label", all).Take(4).Select(l => string.Join(',', l.Split(',').Take(2))));
    }

    [Fact]
    public async Task It_is_downloaded_under_the_tables_own_parameters()
    {
        await using var server = await LabServer.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(server.Url + "/") };
        using var response = await client.GetAsync(RunTableExport.AddressOf(Query("q=a b&hide=name,note")), TestContext.Current.CancellationToken);
        Assert.Equal("text/csv", response.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("Run,State,Progress,", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.StartsWith("Run,Name,", await client.GetStringAsync("finals.csv?runs=a,b&at=last", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_same_columns_come_as_objects_where_json_is_asked_for()
    {
        await using var server = await LabServer.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(server.Url + "/") };
        foreach (var address in new[] { RunTableExport.AddressOf(Query("q=a b")), "finals.csv?runs=a,b" })
        {
            using var response = await client.GetAsync(TableFile.AsJson(address), TestContext.Current.CancellationToken);
            Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
            Assert.Equal("[]", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        foreach (var address in new[] { "runs.csv?format=xml", "finals.csv?format=xml", "points.csv?curve=a~b&format=xml" })
        {
            using var response = await client.GetAsync(address, TestContext.Current.CancellationToken);
            Assert.Equal(System.Net.HttpStatusCode.BadRequest, response.StatusCode);
        }

        using var runs = System.Text.Json.JsonDocument.Parse(RunTableExport.Table(Query("hide=note"), [Item("a", "maze", RunPhase.Finished, created: 1000, ema: 0.5, last: null, tags: ["x", "y"])]).ToJson());
        var run = Assert.Single(runs.RootElement.EnumerateArray());
        Assert.Equal(0.5, run.GetProperty("Best EMA").GetDouble());
        Assert.Equal(10, run.GetProperty("Progress").GetInt64());
        Assert.Equal("x, y", run.GetProperty("Tags").GetString());
    }

    private static string[] Lines(string address, RunListItem[] all) => Encoding.UTF8.GetString(RunTableExport.Table(Query(address), all).ToCsv()).Split("\r\n");
}
