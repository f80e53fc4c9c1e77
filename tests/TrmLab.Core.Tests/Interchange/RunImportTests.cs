using TrmLab.Core.Interchange;
using TrmLab.Core.Runs;

namespace TrmLab.Core.Tests.Interchange;

public sealed class RunImportTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private RunDirectory Target => RunDirectory.At(Path.Combine(_directory.Root, "run"));

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_wandb_history_becomes_a_log_that_begins_with_the_import()
    {
        RunImport.Write(Read("history.csv", "_step,_timestamp,train/lm_loss,all.exact_accuracy\n1,1700000001,2.5,\n2,1700000002,nan,0.25\n"), "csv", new RunImportOptions("python"), Target);
        var events = RunLogReader.Read(Target.Log).Select(e => e.Event).ToArray();
        var imported = Assert.IsType<RunImported>(events[0]);
        Assert.Equal(("python", "history.csv", 1_700_000_001_000), (imported.Name, imported.Source, imported.Time));
        Assert.Contains("all.exact_accuracy is ema/all/exact_accuracy here.", imported.Notes);
        Assert.Equal(2.5, Assert.IsType<MetricsLogged>(events[1]).Values["train/lm_loss"]);
        Assert.True(double.IsNaN(Assert.IsType<MetricsLogged>(events[2]).Values["train/lm_loss"]));
        var evaluated = Assert.IsType<Evaluated>(events[3]);
        Assert.Equal((2, "ema", 0.25, 0), (evaluated.Step, evaluated.Weights, evaluated.Values["all/exact_accuracy"], evaluated.Puzzles));
    }

    [Theory]
    [InlineData(MetricFormat.Csv)]
    [InlineData(MetricFormat.JsonLines)]
    [InlineData(MetricFormat.TensorBoard)]
    public void What_is_exported_is_the_same_run_when_it_is_imported(MetricFormat format)
    {
        var series = InterchangeData.Series();
        var path = Path.Combine(_directory.Root, "exported");
        using (var stream = File.Create(path)) MetricFile.Write(stream, series, format);
        var (found, _) = MetricFile.Read(path);
        RunImport.Write(found, "own", new RunImportOptions("again"), Target);
        InterchangeData.AssertEqual(series, RunLogSeries.Read(Target.Log), format == MetricFormat.TensorBoard ? v => (float)v : null);
    }

    [Theory]
    [InlineData("all.exact_accuracy", "raw/all/exact_accuracy")]
    [InlineData("all/exact_accuracy", "raw/all/exact_accuracy")]
    [InlineData("ARC/pass@2", "raw/ARC/pass@2")]
    [InlineData("train/exact_accuracy", "train/exact_accuracy")]
    [InlineData("ema/all/exact_accuracy", "ema/all/exact_accuracy")]
    [InlineData("system.cpu", "system.cpu")]
    [InlineData("num_params", "num_params")]
    public void Names_of_the_reference_become_this_programs(string theirs, string ours) => Assert.Equal(ours, ImportNaming.NameOf(theirs, "raw"));

    [Fact]
    public void Two_names_of_one_metric_keep_their_own()
    {
        RunImport.Write(Read("h.csv", "_step,all.accuracy,all/accuracy\n1,0.1,0.2\n"), "csv", new RunImportOptions("x"), Target);
        Assert.Equal(["all.accuracy", "all/accuracy"], RunLogSeries.Read(Target.Log).Select(s => s.Name));
    }

    [Fact]
    public void An_import_of_nothing_or_over_a_run_leaves_all_as_it_was()
    {
        Assert.Contains("no metric", Assert.Throws<InputException>(() => RunImport.Write(Read("h.csv", "_step,a\n"), "csv", new RunImportOptions("x"), Target)).Message);
        Assert.False(Directory.Exists(Target.Root));
        Directory.CreateDirectory(Target.Root);
        Assert.Contains("exists already", Assert.Throws<InputException>(() => RunImport.Write(Read("h2.csv", "_step,a\n1,2\n"), "csv", new RunImportOptions("x"), Target)).Message);
        Assert.Equal(["run"], Directory.GetDirectories(_directory.Root).Select(d => Path.GetFileName(d)));
    }

    [Fact]
    public void An_imported_run_is_over_and_says_where_it_is_from()
    {
        var state = RunState.Derive(new RunImported { Name = "x", Source = "h.csv", Format = "wandb history, CSV" }, false, null, null, DateTimeOffset.UtcNow, () => "");
        Assert.Equal((RunPhase.Imported, true), (state.Phase, state.IsOver));
        Assert.Contains("h.csv", state.Reason);
    }

    [Theory]
    [InlineData("{\"_step\":1,\"a\":2}\n", "wandb history, JSON lines")]
    [InlineData("\n  {\"_step\":1,\"a\":2}\n", "wandb history, JSON lines")]
    [InlineData("_step,a\n1,2\n", "wandb history, CSV")]
    public void The_kind_of_a_file_is_seen_from_what_is_in_it(string text, string expected)
    {
        File.WriteAllText(Path.Combine(_directory.Root, "history"), text);
        Assert.Equal(expected, MetricFile.Read(Path.Combine(_directory.Root, "history")).Format);
    }

    [Fact]
    public void A_missing_file_is_one_message() =>
        Assert.Contains("cannot be read", Assert.Throws<InputException>(() => MetricFile.Read(Path.Combine(_directory.Root, "absent.csv"))).Message);

    private ImportedRun Read(string name, string text)
    {
        var path = Path.Combine(_directory.Root, name);
        File.WriteAllText(path, text);
        return MetricFile.Read(path).Run;
    }
}
