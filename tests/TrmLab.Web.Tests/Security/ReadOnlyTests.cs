using System.Net;
using TrmLab.Core;
using TrmLab.Core.Runs;
using TrmLab.Web.Checkpoints;
using TrmLab.Web.Datasets;
using TrmLab.Web.Exchange;
using TrmLab.Web.Hosting;
using TrmLab.Web.Inference;
using TrmLab.Web.Jobs;
using TrmLab.Web.Lanes;
using TrmLab.Web.Queue;
using TrmLab.Web.Security;
using TrmLab.Web.Supervision;
using TrmLab.Web.Tests.Support;

namespace TrmLab.Web.Tests.Security;

/// <summary>A lab that is shared to be looked at.</summary>
public sealed class ReadOnlyTests
{
    private const string Token = "0123456789abcdef0123";
    private const string View = "view-456789abcdef0123";

    private readonly HttpClient _http = new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false });

    [Fact]
    public async Task The_services_refuse_a_viewer_every_change_and_nobody_else()
    {
        await using var server = await LabServer.StartAsync();
        var changes = Changes(server);
        await Task.Run(() =>
        {
            LabAccess.Enter(viewer: true);
            foreach (var change in changes) Assert.Contains("read-only", Assert.Throws<InputException>(change).Message);
        });
        Assert.False(LabAccess.IsViewer);
        Assert.Empty(Directory.GetDirectories(server.Data.Runs));
        server.Get<FindingStore>().Save("note", "explorer?x", "title", "figures", null);
    }

    [Fact]
    public async Task A_lab_that_is_read_only_for_all_lets_requests_look_and_change_nothing()
    {
        await using var server = await LabServer.StartAsync("--Lab:ReadOnly=true", "--Lab:Token=" + Token);
        var owner = ("Authorization", "Bearer " + Token);
        Assert.Equal(HttpStatusCode.OK, (await Send(server, HttpMethod.Get, "/runs", owner)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Send(server, HttpMethod.Post, "/hubs/runs/negotiate?negotiateVersion=1", owner)).StatusCode);
        foreach (var method in new[] { HttpMethod.Post, HttpMethod.Put, HttpMethod.Delete, HttpMethod.Patch })
            Assert.Equal(HttpStatusCode.Forbidden, (await Send(server, method, "/runs", owner)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await Send(server, HttpMethod.Get, "/checkpoints/export?key=x", owner)).StatusCode);
    }

    private static Action[] Changes(LabServer server)
    {
        var run = RunDirectory.At(Path.Combine(server.Data.Runs, "run-1"));
        var lane = server.Get<RunLanes>().For(TestLab.Config());
        var finding = new Finding("x", DateTimeOffset.UnixEpoch, "note", "explorer?x", "title", "figures", null);
        return
        [
            () => server.Get<RunLauncher>().Launch(TestLab.Config()),
            () => server.Get<RunLauncher>().Resume(run),
            () => server.Get<RunLauncher>().Stop(run),
            () => server.Get<RunLauncher>().LaunchAll([], lane, null),
            () => server.Get<LaunchQueue>().Add(lane, []),
            () => server.Get<LaunchQueue>().Clear(lane.Id),
            () => server.Get<LaunchQueue>().Restore(lane.Id, new QueueEntry { Config = TestLab.Config() }, 0),
            () => server.Get<LaunchQueue>().HoldLane(lane, held: true),
            () => server.Get<RunTrash>().Put(run),
            () => server.Get<RunTrash>().Restore("run-1"),
            () => server.Get<RunTrash>().Empty(DateTimeOffset.MaxValue),
            () => server.Get<CheckpointTrash>().Restore(new TrashedCheckpoint("x", "y", 0, DateTimeOffset.UnixEpoch)),
            () => server.Get<CheckpointTrash>().Empty(),
            () => server.Get<CheckpointTrash>().Empty(DateTimeOffset.MaxValue),
            () => server.Get<SpentFiles>().ClearDownloads(),
            () => server.Get<SpentFiles>().ClearUploads(),
            () => server.Get<DatasetRemoval>().Remove(new DatasetEntry("datasets/x", "/nowhere")),
            () => server.Get<SettingsFile>().Save(new LabSettings()),
            () => server.Get<MetricImport>().Run("x", "x", "raw"),
            () => server.Get<RunLabelShelf>().Save("run-1", new RunLabels()),
            () => server.Get<DatasetJobs>().Add(new CheckJob { DatasetPath = "datasets/x" }),
            () => server.Get<DatasetJobs>().Cancel("x"),
            () => server.Get<DatasetJobs>().Retry("x"),
            () => server.Get<DatasetJobs>().Dismiss("x"),
            () => server.Get<FindingStore>().Save("note", "explorer?x", "title", "figures", null),
            () => server.Get<FindingStore>().Delete("x"),
            () => server.Get<FindingStore>().Restore(finding),
            () => server.Get<Uploads>().SaveAsync([], CancellationToken.None).GetAwaiter().GetResult(),
            () => server.Get<Uploads>().Remove("x"),
        ];
    }

    [Fact]
    public async Task A_viewer_flows_through_tasks_and_awaits()
    {
        LabAccess.Enter(viewer: true);
        Assert.True(await Task.Run(async () =>
        {
            await Task.Yield();
            return LabAccess.IsViewer;
        }));
        LabAccess.Enter(viewer: false);
    }

    [Fact]
    public async Task The_view_token_opens_pages_and_the_hub_but_no_request_that_changes()
    {
        await using var server = await LabServer.StartAsync("--Lab:Token=" + Token, "--Lab:ViewToken=" + View);
        var entered = await Send(server, HttpMethod.Get, "/?token=" + View);
        var cookie = Assert.Single(entered.Headers.GetValues("Set-Cookie")).Split(';')[0];
        Assert.Equal(HttpStatusCode.OK, (await Send(server, HttpMethod.Get, "/runs", ("Cookie", cookie))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Send(server, HttpMethod.Get, "/runs", ("Authorization", "Bearer " + View))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Send(server, HttpMethod.Post, "/hubs/runs/negotiate?negotiateVersion=1", ("Authorization", "Bearer " + View))).StatusCode);
        foreach (var method in new[] { HttpMethod.Post, HttpMethod.Put, HttpMethod.Delete, HttpMethod.Patch })
            Assert.Equal(HttpStatusCode.Forbidden, (await Send(server, method, "/runs", ("Cookie", cookie))).StatusCode);
    }

    [Fact]
    public async Task A_view_token_alone_makes_the_lab_ask_for_a_token()
    {
        await using var server = await LabServer.StartAsync("--Lab:ViewToken=" + View);
        Assert.Equal(HttpStatusCode.Redirect, (await Send(server, HttpMethod.Get, "/runs")).StatusCode);
        var drawn = File.ReadAllText(Path.Combine(server.Data.Root, "access-token")).Trim();
        Assert.Equal(HttpStatusCode.OK, (await Send(server, HttpMethod.Get, "/runs", ("Authorization", "Bearer " + drawn))).StatusCode);
    }

    [Fact]
    public async Task A_cookie_of_the_view_token_does_not_become_another_after_the_token_changed()
    {
        string cookie;
        await using (var first = await LabServer.StartAsync("--Lab:Token=" + Token, "--Lab:ViewToken=" + View))
            cookie = Assert.Single((await Send(first, HttpMethod.Get, "/?token=" + View)).Headers.GetValues("Set-Cookie")).Split(';')[0];
        await using var second = await LabServer.StartAsync("--Lab:Token=" + View);
        Assert.Equal(HttpStatusCode.Redirect, (await Send(second, HttpMethod.Get, "/runs", ("Cookie", cookie))).StatusCode);
    }

    private Task<HttpResponseMessage> Send(LabServer server, HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, server.Url + path);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return _http.SendAsync(request);
    }
}
