using TrmLab.Core.Interchange;

namespace TrmLab.Core.Tests.Interchange;

public sealed class WandbCsvTests
{
    [Fact]
    public void A_table_of_pandas_is_read()
    {
        var run = Read("""
            ,_step,_runtime,_timestamp,train/lm_loss,all.exact_accuracy,image,flag
            0,0,1.5,1700000001.5,2.25,,media/x.png,True
            1,1.0,2.5,1700000002.5,nan,,,False
            2,2,3.5,1700000003.5,inf,0.5,,

            3,3,,,-Infinity,"0.75",,
            """);
        Assert.Equal(["all.exact_accuracy", "flag", "train/lm_loss"], run.Series.Select(s => s.Name));
        Assert.Equal([2, 3], run.Series[0].Steps.ToArray());
        Assert.Equal([0.5, 0.75], run.Series[0].Values.ToArray());
        Assert.Equal([1700000003.5, double.NaN], run.Series[0].Times.ToArray());
        Assert.Equal([1, 0], run.Series[1].Values.ToArray());
        Assert.Equal([2.25, double.NaN, double.PositiveInfinity, double.NegativeInfinity], run.Series[2].Values.ToArray());
        Assert.Equal("image: 1 cells were skipped because they are not numbers.", Assert.Single(run.Notes));
    }

    [Fact]
    public void What_is_exported_is_read_back()
    {
        var series = InterchangeData.Series();
        var stream = new MemoryStream();
        MetricExport.WriteCsv(stream, series);
        stream.Position = 0;
        InterchangeData.AssertEqual(series, WandbCsv.Read(stream, "own").Series);
    }

    [Fact]
    public void Windows_line_ends_a_mark_and_quoted_line_ends_are_read()
    {
        var run = Read("\uFEFF_step,\"a\r\nb\",\"c \"\"d\"\"\"\r\n1,2,3\r\n");
        Assert.Equal(["a\nb", "c \"d\""], run.Series.Select(s => s.Name));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("loss,acc\n1,2\n", "_step")]
    [InlineData("_step,a,a\n1,2,3\n", "'a' stands twice")]
    [InlineData("_step,a\n1,2\n2\n", "line 3: 1 fields")]
    [InlineData("_step,a\n1,\"2\n2,3\n", "line 2")]
    [InlineData("_step,a\n1,\"2\"x\n", "line 2")]
    public void Malformed_tables_are_refused_with_their_place(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<InputException>(() => Read(text)).Message);

    [Fact]
    public void Rows_with_odd_steps_are_counted()
    {
        var run = Read("_step,a\n1,1\n1.5,2\n,3\n1e300,4\nNaN,5\n-3,6\n");
        Assert.Equal([-3], run.Series[0].Steps.ToArray());
        Assert.Contains(run.Notes, n => n.StartsWith("4 rows"));
    }

    [Fact]
    public void Sizes_are_limited()
    {
        var limits = new ImportLimits { LongestLine = 1000 };
        Assert.Throws<InputException>(() => WandbCsv.Read(InterchangeData.Text(new string('x', 5000)), "line", limits));
        Assert.Throws<InputException>(() => WandbCsv.Read(InterchangeData.Text("_step,a\n1,\"" + string.Concat(Enumerable.Repeat("line\n", 1000))), "quoted", limits));
        Assert.Throws<InputException>(() => WandbCsv.Read(InterchangeData.Text("_step" + new string(',', 400)), "columns", new ImportLimits { MostMetrics = 100 }));
    }

    [Fact]
    public void Random_damage_gives_a_message_or_series()
    {
        var stream = new MemoryStream();
        MetricExport.WriteCsv(stream, InterchangeData.Series(30));
        Mutations.OnlyInputExceptions(stream.ToArray(), 4000, damaged => WandbCsv.Read(new MemoryStream(damaged), "damaged"));
    }

    private static ImportedRun Read(string text) => WandbCsv.Read(InterchangeData.Text(text), "history.csv");
}
