using System.Text.Json.Serialization;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using TrmLab.Core.Runs;
using TrmLab.Web.Live;
using TrmLab.Web.Store;
using TrmLab.Web.Supervision;
using TrmLab.Web.Tests.Support;
using static TrmLab.Web.Tests.Support.Events;

namespace TrmLab.Web.Tests.Live;

/// <summary>The .NET client of docs/hub.md against the whole program.</summary>
public sealed class RunsHubTests : IAsyncLifetime
{
    private LabServer _server = null!;
    private HubConnection _client = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await LabServer.StartAsync();
        _client = new HubConnectionBuilder().WithUrl(_server.Url + "/hubs/runs")
            .AddJsonProtocol(o => o.PayloadSerializerOptions.NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)
            .Build();
        await _client.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_stream_delivers_exactly_the_points_that_were_logged_while_they_are_logged()
    {
        var run = Make("run-1");
        using var hold = RunLock.Take(run);
        TestLab.Write(run, [Started(), .. Steps(1, 50)]);
        await Known("run-1");

        var writing = Task.Run(async () =>
        {
            for (var step = 51; step <= 90; step++)
            {
                TestLab.Write(run, step == 70 ? Metrics(step, ("train/lm_loss", double.NaN)) : Metrics(step));
                await Task.Delay(10);
            }

            TestLab.Write(run, Finished(90));
            hold.Dispose();
        });
        var got = new Dictionary<string, List<MetricPoint>>();
        PointBatch? last = null;
        await foreach (var batch in _client.StreamAsync<PointBatch>("StreamPoints", "run-1", -1L))
        {
            Assert.False(batch.Restart);
            foreach (var series in batch.Series) Append(got, series);
            last = batch;
        }

        await writing;
        var logged = RunLogReader.Read(run.Log).Select(e => e.Event).OfType<MetricsLogged>().Select(m => new MetricPoint(m.Step, m.Values["train/lm_loss"]));
        Assert.Equal(logged, got["train/lm_loss"]);
        Assert.True(last!.Ended);
        Assert.Equal("Finished", last.Run.Phase);
    }

    [Fact]
    public async Task A_stream_from_a_step_leaves_out_what_the_client_has()
    {
        TestLab.Write(Make("run-1"), [Started(), .. Steps(1, 20), Finished(20)]);
        await Known("run-1");
        var batches = new List<PointBatch>();
        await foreach (var batch in _client.StreamAsync<PointBatch>("StreamPoints", "run-1", 15L)) batches.Add(batch);
        Assert.Equal([16L, 17, 18, 19, 20], batches.SelectMany(b => b.Series).Where(s => s.Metric == "train/lr").SelectMany(s => s.Steps));
    }

    [Fact]
    public async Task A_stream_of_a_run_that_has_not_begun_waits_for_its_points()
    {
        var run = Make("run-1");
        await Known("run-1", step: 0);
        var steps = new List<long>();
        var reading = Task.Run(async () =>
        {
            await foreach (var batch in _client.StreamAsync<PointBatch>("StreamPoints", "run-1", -1L))
                steps.AddRange(batch.Series.Where(s => s.Metric == "train/lr").SelectMany(s => s.Steps));
        });
        // Time for the stream to look before there is anything; it passes too if it looks later.
        await Task.Delay(300);
        Assert.False(reading.IsCompleted);
        using (RunLock.Take(run)) TestLab.Write(run, [Started(), .. Steps(1, 5), Finished(5)]);
        await reading.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal([1L, 2, 3, 4, 5], steps);
    }

    [Fact]
    public async Task A_resume_restarts_the_stream()
    {
        var run = Make("run-1");
        using var hold = RunLock.Take(run);
        TestLab.Write(run, [Started(), .. Steps(1, 10)]);
        await Known("run-1");
        var steps = new List<long>();
        await foreach (var batch in _client.StreamAsync<PointBatch>("StreamPoints", "run-1", -1L))
        {
            if (batch.Restart) steps.Clear();
            steps.AddRange(batch.Series.Where(s => s.Metric == "train/lr").SelectMany(s => s.Steps));
            if (steps.Count == 10) TestLab.Write(run, Started(50), Resumed(4, 50), Metrics(5));
            if (batch.Restart) break;
        }

        Assert.Equal([1L, 2, 3, 4, 5], steps);
    }

    [Fact]
    public async Task An_unknown_run_is_an_error_that_names_it()
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await foreach (var _ in _client.StreamAsync<PointBatch>("StreamPoints", "run-9", -1L)) Assert.Fail("a batch of nothing");
        });
        Assert.Contains("run-9", failure.Message);
    }

    [Fact]
    public async Task Watchers_are_told_of_changes()
    {
        var seen = new TaskCompletionSource<RunInfo>();
        _client.On<RunInfo>("RunChanged", info =>
        {
            if (info.Run == "run-1" && info.Step == 3) seen.TrySetResult(info);
        });
        await _client.InvokeAsync("WatchRuns");
        TestLab.Write(Make("run-1"), [Started(), .. Steps(1, 3)]);
        Assert.Equal("test", (await seen.Task.WaitAsync(TimeSpan.FromSeconds(30))).Name);
    }

    private static void Append(Dictionary<string, List<MetricPoint>> got, MetricSeries series)
    {
        if (!got.TryGetValue(series.Metric, out var points)) got[series.Metric] = points = [];
        points.AddRange(series.Steps.Zip(series.Values, (s, v) => new MetricPoint(s, v)));
    }

    private RunDirectory Make(string id)
    {
        var run = _server.Get<RunFolder>().Of(id);
        Directory.CreateDirectory(run.Root);
        File.WriteAllText(run.Config, Core.Configuration.ConfigJson.Write(TestLab.Config()));
        return run;
    }

    private async Task Known(string run, long step = 1)
    {
        for (var i = 0; i < 600; i++)
        {
            if ((await _client.InvokeAsync<RunInfo[]>("ListRuns")).Any(r => r.Run == run && r.Step >= step)) return;
            await Task.Delay(50);
        }

        Assert.Fail($"run {run} was not taken in");
    }
}
