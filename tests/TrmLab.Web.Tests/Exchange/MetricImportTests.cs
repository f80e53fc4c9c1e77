using TrmLab.Core;
using TrmLab.Core.Interchange;
using TrmLab.Core.Runs;
using TrmLab.Web.Exchange;
using TrmLab.Web.Tests.Support;

namespace TrmLab.Web.Tests.Exchange;

public sealed class MetricImportTests : IDisposable
{
    private readonly TestLab _lab = new();

    private MetricImport Import => new(_lab.Folder, _lab.Ingest, _lab.States, _lab.Data);

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void An_imported_curve_is_a_run_without_liveness_with_points_and_evaluations()
    {
        var path = Path.Combine(_lab.Data.Root, "history.csv");
        File.WriteAllText(path, "_step,_timestamp,train/lm_loss,all.exact_accuracy\n1,1700000001,2.5,\n100,1700000100,1.5,0.75\n");
        var outcome = Import.Run("history.csv", "", "raw");
        Assert.Equal((2, 3L), (outcome.Metrics, outcome.Points));
        Assert.Equal(RunPhase.Imported, _lab.States.Of(outcome.Run).State.Phase);
        Assert.Equal([2.5, 1.5], _lab.Points(outcome.Run)["train/lm_loss"].Select(p => p.Value));
        var run = Assert.Single(EvaluatedRuns.Read(_lab, outcome.Run));
        Assert.Equal(("history", "", "imported", 100L), (run.Row.Name, run.Row.ConfigError, run.Row.Device, run.Row.Step));
        Assert.Equal((0.75, "raw"), (run.Evaluations[0].Exact, run.Evaluations[0].Weights));
        Assert.True(run.IsComplete);
        Assert.Equal(["metrics.jsonl"], Directory.GetFileSystemEntries(_lab.Folder.Of(outcome.Run).Root).Select(f => Path.GetFileName(f)));
    }

    [Fact]
    public void It_is_the_same_after_the_index_was_built_anew()
    {
        File.WriteAllText(Path.Combine(_lab.Data.Root, "h.jsonl"), "{\"_step\":1,\"loss\":1}\n");
        var id = Import.Run("h.jsonl", "mine", "ema").Run;
        _lab.Index.Replace();
        var run = Assert.Single(EvaluatedRuns.Read(_lab, id));
        Assert.Equal(("mine", RunPhase.Imported), (run.Row.Name, run.State.Phase));
    }

    [Fact]
    public void A_run_that_was_seen_before_it_was_read_is_looked_at_again()
    {
        var run = _lab.Folder.Of("run-1");
        RunImport.Write(new ImportedRun("h.csv", [new MetricSeries("loss", [1, 2], [3, 4])], []), "wandb history, CSV", new RunImportOptions("mine"), run);
        _lab.States.Look(DateTimeOffset.UtcNow);
        Assert.Equal(RunPhase.Prepared, _lab.States.Of("run-1").State.Phase);
        _lab.CatchUp();
        _lab.States.Look(DateTimeOffset.UtcNow);
        Assert.Equal(RunPhase.Imported, _lab.States.Of("run-1").State.Phase);
    }

    [Fact]
    public void A_damaged_file_is_refused_with_its_line_and_leaves_no_run()
    {
        File.WriteAllText(Path.Combine(_lab.Data.Root, "h.csv"), "_step,a\n1,2\n2\n");
        Assert.Contains("line 3", Assert.Throws<InputException>(() => Import.Run("h.csv", "x", "ema")).Message);
        Assert.Empty(Directory.GetFileSystemEntries(_lab.Data.Runs));
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("jsonl")]
    [InlineData("tensorboard")]
    public async Task A_runs_metrics_come_back_from_the_download(string format)
    {
        await using var server = await LabServer.StartAsync();
        var run = RunDirectory.At(Path.Combine(server.Data.Runs, "run-1"));
        Directory.CreateDirectory(run.Root);
        TestLab.Write(run, Events.Started(), Events.Metrics(1), Events.Metrics(2), Events.Evaluated(2, "ema", 0.5));
        using var http = new HttpClient();
        using var answer = await http.GetAsync($"{server.Url}/runs/run-1/metrics?format={format}", TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode);
        var file = Path.Combine(server.Data.Root, answer.Content.Headers.ContentDisposition!.FileNameStar ?? answer.Content.Headers.ContentDisposition.FileName!);
        await File.WriteAllBytesAsync(file, await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        var (found, _) = MetricFile.Read(file);
        Assert.Equal(RunLogSeries.Read(run.Log).Select(s => (s.Name, s.Count)), found.Series.Select(s => (s.Name, s.Count)));
    }

    [Fact]
    public async Task Wrong_requests_get_one_line()
    {
        await using var server = await LabServer.StartAsync();
        using var http = new HttpClient();
        async Task<string> Get(string path) => await (await http.GetAsync(server.Url + path, TestContext.Current.CancellationToken)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("expected csv", await Get("/runs/run-1/metrics?format=xml"));
        Assert.Contains("None of these runs", await Get("/ema-report/export?format=md&runs=absent"));
        Assert.Contains("names no checkpoint", await Get("/checkpoints/export?key=..%2F..%2Fetc"));
        // Neither may become a part of a file's name.
        Assert.Contains("raw or ema", await Get("/checkpoints/export?key=shipped/sudoku-4x4&weights=%2F..%2F..%2Fraw"));
        Assert.Contains("pt or safetensors", await Get("/checkpoints/export?key=shipped/sudoku-4x4&format=..%2Fx"));
    }
}
