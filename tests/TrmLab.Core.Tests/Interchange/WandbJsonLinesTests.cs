using TrmLab.Core.Interchange;

namespace TrmLab.Core.Tests.Interchange;

public sealed class WandbJsonLinesTests
{
    [Fact]
    public void A_history_is_read()
    {
        var run = Read("""
            {"_step": 0, "_runtime": 1.5, "_timestamp": 1700000001.5, "loss": 2.25, "eval": {"acc": 0.5, "n": 3}}
            {"_step": 1, "_timestamp": 1700000002, "loss": "NaN", "text": "a", "hist": {"_type": "histogram", "values": [1]}}
            {"_step": 2, "loss": NaN, "note\"NaN": -Infinity, "text": "NaN is \"NaN\", Infinity"}
            {"_step": 3, "loss": null, "flag": true, "list": [1, 2]}
            {"loss": 7}
            """);
        Assert.Equal(["eval.acc", "eval.n", "flag", "loss", "note\"NaN"], run.Series.Select(s => s.Name));
        Assert.Equal([2.25, double.NaN, double.NaN], run.Series[3].Values.ToArray());
        Assert.Equal([1700000001.5, 1700000002, double.NaN], run.Series[3].Times.ToArray());
        Assert.Equal(double.NegativeInfinity, run.Series[4].Values[0]);
        Assert.Contains(run.Notes, n => n.StartsWith("1 rows"));
        Assert.Contains(run.Notes, n => n.StartsWith("4 values"));
    }

    [Fact]
    public void What_is_exported_is_read_back()
    {
        var series = InterchangeData.Series();
        var stream = new MemoryStream();
        MetricExport.WriteJsonLines(stream, series);
        stream.Position = 0;
        InterchangeData.AssertEqual(series, WandbJsonLines.Read(stream, "own").Series);
    }

    [Fact]
    public void The_list_of_objects_has_the_lines_as_its_items()
    {
        using var lines = new MemoryStream();
        using var list = new MemoryStream();
        MetricExport.WriteJsonLines(lines, InterchangeData.Series());
        MetricExport.WriteJson(list, InterchangeData.Series());
        Assert.Equal($"[{System.Text.Encoding.UTF8.GetString(lines.ToArray()).TrimEnd().Replace('\n', ',')}]", System.Text.Encoding.UTF8.GetString(list.ToArray()));
    }

    [Fact]
    public void A_metric_named_like_an_own_column_is_exported_under_another_name()
    {
        var stream = new MemoryStream();
        MetricExport.WriteJsonLines(stream, [new MetricSeries("_step", [5], [9])]);
        stream.Position = 0;
        Assert.Equal("metric/_step", Assert.Single(WandbJsonLines.Read(stream, "own").Series).Name);
    }

    [Fact]
    public void A_cut_off_last_line_is_a_note_and_any_other_an_error()
    {
        var run = Read("{\"_step\":1,\"a\":1}\n{\"_step\":2,\"a\"");
        Assert.Equal(1, run.Points);
        Assert.Contains("Line 2", Assert.Single(run.Notes));
        Assert.Contains("line 1", Assert.Throws<InputException>(() => Read("{\"_step\":1,\n{\"_step\":2}\n")).Message);
        Assert.Contains("line 2", Assert.Throws<InputException>(() => Read("{\"_step\":1}\n[1]\n{\"_step\":2}\n")).Message);
    }

    [Fact]
    public void Without_any_step_it_is_no_history()
    {
        Assert.Contains("_step", Assert.Throws<InputException>(() => Read("{\"loss\":1}\n{\"loss\":2}\n")).Message);
        Assert.Throws<InputException>(() => Read(""));
    }

    [Fact]
    public void Deep_nesting_is_refused() =>
        Assert.Throws<InputException>(() => Read(string.Concat(Enumerable.Repeat("{\"a\":", 100_000)) + "1" + new string('}', 100_000) + "\n"));

    [Theory]
    [InlineData("{\"_step\":1,\"\\ud800\":2,\"a\":\"\\udfff\"}\n")]
    [InlineData("{\"_step\":1,\"a\":{\"\\ud800\":{\"_type\":1}}}\n")]
    public void Half_characters_are_refused_with_their_line(string line) => Assert.Contains("line 1", Assert.Throws<InputException>(() => Read(line)).Message);

    [Fact]
    public void Doubled_keys_and_empty_names_are_read()
    {
        var run = Read("{\"_step\":1e999,\"_step\":3,\"\":1,\" \":2}\n");
        Assert.Equal("(unnamed)", Assert.Single(run.Series).Name);
        Assert.Equal([2.0], run.Series[0].Values.ToArray());
    }

    [Fact]
    public void Random_damage_gives_a_message_or_series()
    {
        var stream = new MemoryStream();
        MetricExport.WriteJsonLines(stream, InterchangeData.Series(30));
        Mutations.OnlyInputExceptions(stream.ToArray(), 4000, damaged => WandbJsonLines.Read(new MemoryStream(damaged), "damaged"));
    }

    private static ImportedRun Read(string text) => WandbJsonLines.Read(InterchangeData.Text(text), "history.jsonl");
}
