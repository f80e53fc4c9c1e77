using System.Net;
using TrmLab.Core.Runs;
using TrmLab.Web.Tests.Support;

namespace TrmLab.Web.Tests.Exchange;

public sealed class RunFileExportTests : IAsyncLifetime
{
    private const string View = "view-456789abcdef0123";

    private readonly HttpClient _http = new(new HttpClientHandler { AllowAutoRedirect = false });
    private LabServer _server = null!;
    private RunDirectory _run = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await LabServer.StartAsync("--Lab:ViewToken=" + View);
        _run = RunDirectory.At(Path.Combine(_server.Data.Runs, "run-1"));
        Directory.CreateDirectory(_run.Root);
        TestLab.Write(_run, Events.Started(), Events.Metrics(1));
        File.WriteAllText(_run.Output, "a line of output\n");
        File.WriteAllText(_run.Config, "{}");
        File.WriteAllText(_run.Labels, "{}");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("metrics.jsonl")]
    [InlineData("trainer.log")]
    public async Task A_viewer_gets_a_runs_text_files_whole_while_they_are_written(string name)
    {
        await using var writer = new FileStream(_run.Resolve(name), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        using var answer = await Get($"/runs/run-1/files/{name}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal($"run-1-{name}", answer.Content.Headers.ContentDisposition!.FileName);
        var content = new byte[writer.Length];
        await writer.ReadExactlyAsync(content, TestContext.Current.CancellationToken);
        Assert.Equal(content, await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("/runs/run-1/files/labels.json", HttpStatusCode.BadRequest)]
    [InlineData("/runs/run-1/files/..%2F..%2Faccess-token", HttpStatusCode.BadRequest)]
    [InlineData("/runs/..%2Fruns%2Frun-1/files/config.json", HttpStatusCode.BadRequest)]
    [InlineData("/runs/absent/files/config.json", HttpStatusCode.NotFound)]
    public async Task Nothing_else_is_served(string path, HttpStatusCode expected)
    {
        using var answer = await Get(path);
        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task A_link_to_another_file_is_not_followed()
    {
        File.Delete(_run.Output);
        File.CreateSymbolicLink(_run.Output, Path.Combine(_server.Data.Root, "access-token"));
        using var answer = await Get("/runs/run-1/files/trainer.log");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Nobody_gets_them_without_a_token()
    {
        using var answer = await _http.GetAsync(_server.Url + "/runs/run-1/files/config.json", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    private Task<HttpResponseMessage> Get(string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, _server.Url + path);
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + View);
        return _http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
