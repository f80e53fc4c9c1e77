using System.Security.Cryptography;
using System.Text;
using TrmLab.Core.Fetching;

namespace TrmLab.Core.Tests.Fetching;

public sealed class DataFetcherTests : IDisposable
{
    private static readonly byte[] Content = MakeContent(1_000_000, 1);
    private static readonly string Hash = Convert.ToHexStringLower(SHA256.HashData(Content));
    private static readonly CatalogueEntry Pinned = Entry(new CatalogueFile("train.csv", FetchHost.HuggingFace, "sets/x/train.csv", Content.Length, Hash));
    private static readonly CatalogueEntry Open = Entry(new CatalogueFile("train.csv", FetchHost.HuggingFace, "sets/x/train.csv"));
    private readonly TemporaryDirectory _folder = new();

    private string Target => _folder["train.csv"];

    private string Part => Target + ".part";

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AFileIsFetchedAndRecorded()
    {
        using var server = new FaultyHttpServer(request => FaultyHttpServer.Serve(Content, request));
        var seen = new List<FetchProgress>();
        FetchRecord record = await Fetch(server, Open, progress: new Observer(seen.Add));
        Assert.Equal(Content, File.ReadAllBytes(Target));
        Assert.Equal(["/sets/x/train.csv"], server.Requests.Select(request => request.Target));
        FetchedFile file = Assert.Single(FetchRecord.Load(_folder.Root).Files);
        Assert.Equal(Assert.Single(record.Files), file);
        Assert.Equal(("set", "train.csv", $"{server.Address}sets/x/train.csv", Content.LongLength, Hash), (file.Dataset, file.Name, file.Source, file.Bytes, file.Sha256));
        Assert.Equal(new FetchProgress("train.csv", 0, Content.Length), seen[0]);
        Assert.Equal(new FetchProgress("train.csv", Content.Length, Content.Length), seen[^1]);
        Assert.Equal([FetchRecord.FileName, "train.csv"], Files());
    }

    [Fact]
    public async Task CutConnectionsAreResumedWhereTheyEnded()
    {
        int calls = 0;
        using var server = new FaultyHttpServer(request =>
            FaultyHttpServer.Serve(Content, request) with { CutAfter = ++calls <= 3 ? 200_000 : null });
        await Fetch(server, Open, attempts: 2);
        Assert.Equal(Content, File.ReadAllBytes(Target));
        Assert.Equal([0, 200_000, 400_000, 600_000], server.Requests.Select(request => request.From));
        Assert.All(server.Requests.Skip(1), request => Assert.Equal("\"v1\"", request.Headers["if-range"]));
    }

    [Fact]
    public async Task AnInterruptedFetchGoesOnTheNextTime()
    {
        using (var broken = new FaultyHttpServer(request => FaultyHttpServer.Serve(Content, request) with { CutAfter = request.From == 0 ? 300_000 : 0 }))
        {
            string message = await Refused(broken, Pinned, attempts: 2);
            Assert.Contains("given up after 2 failures in a row", message);
            Assert.Contains("300,000 bytes are kept", message);
        }
        Assert.False(File.Exists(Target));
        using var server = new FaultyHttpServer(request => FaultyHttpServer.Serve(Content, request));
        await Fetch(server, Pinned);
        Assert.Equal(300_000, Assert.Single(server.Requests).From);
        Assert.Equal(Content, File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task ContentThatChangedIsFetchedAnew()
    {
        byte[] changed = MakeContent(900_000, 2);
        int calls = 0;
        using var server = new FaultyHttpServer(request => ++calls == 1
            ? FaultyHttpServer.Serve(Content, request) with { CutAfter = 500_000 }
            : FaultyHttpServer.Serve(changed, request, tag: "\"v2\""));
        await Fetch(server, Open);
        Assert.Equal(500_000, server.Requests[1].From);
        Assert.Equal(changed, File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task AServerWithoutRangesIsAskedForTheWholeFileAgain()
    {
        int calls = 0;
        using var server = new FaultyHttpServer(_ => new HttpTestAnswer("200 OK", Content) { CutAfter = ++calls == 1 ? 400_000 : null });
        await Fetch(server, Open);
        Assert.Equal(0, server.Requests[1].From);
        Assert.Equal(Content, File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task APartThatIsTooLongIsThrownAway()
    {
        File.WriteAllBytes(Part, MakeContent(1_200_000, 3));
        using var server = new FaultyHttpServer(request => FaultyHttpServer.Serve(Content, request));
        await Fetch(server, Pinned);
        Assert.Equal([1_200_000, 0], server.Requests.Select(request => request.From));
        Assert.Equal(Content, File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task AStalledConnectionCountsAsCut()
    {
        int calls = 0;
        using var server = new FaultyHttpServer(request =>
            ++calls == 1 ? FaultyHttpServer.Serve(Content, request) with { CutAfter = 100_000, Stalls = true } : FaultyHttpServer.Serve(Content, request));
        await Fetch(server, Open, stall: TimeSpan.FromMilliseconds(300));
        Assert.Equal(100_000, server.Requests[1].From);
        Assert.Equal(Content, File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task ABusyServerIsAskedAgain()
    {
        int calls = 0;
        using var server = new FaultyHttpServer(request => ++calls switch
        {
            1 => new HttpTestAnswer("503 Service Unavailable", []),
            2 => new HttpTestAnswer("429 Too Many Requests", []) { Headers = ["Retry-After: 0"] },
            _ => FaultyHttpServer.Serve(Content, request),
        });
        await Fetch(server, Open);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task ARedirectKeepsTheRange()
    {
        using var server = new FaultyHttpServer(request => request.Target.StartsWith("/sets")
            ? new HttpTestAnswer("302 Found", []) { Headers = ["Location: /store/blob"] }
            : FaultyHttpServer.Serve(Content, request) with { CutAfter = request.From == 0 ? 250_000 : null });
        await Fetch(server, Open);
        Assert.Equal([0, 0, 250_000, 250_000], server.Requests.Select(request => request.From));
        Assert.Equal(Content, File.ReadAllBytes(Target));
    }

    [Theory]
    [InlineData("404 Not Found", "check the base URL or mirror")]
    [InlineData("403 Forbidden", "asks for an account")]
    [InlineData("407 Proxy Authentication Required", "user and password")]
    [InlineData("418 I am a teapot", "the server answered 418")]
    public async Task ARefusalIsFinalAndSaysWhatToDo(string status, string advice)
    {
        using var server = new FaultyHttpServer(_ => new HttpTestAnswer(status, Encoding.ASCII.GetBytes("no such thing")));
        string message = await Refused(server, Open);
        Assert.StartsWith($"{server.Address}sets/x/train.csv: ", message);
        Assert.Contains(advice, message);
        Assert.DoesNotContain('\n', message);
        Assert.Single(server.Requests);
        Assert.Empty(Files());
    }

    [Fact]
    public async Task AWrongHashKeepsNothing()
    {
        byte[] other = MakeContent(1000, 4);
        using var server = new FaultyHttpServer(request => FaultyHttpServer.Serve(other, request));
        string message = await Refused(server, Pinned);
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(other)), message);
        Assert.Contains(Hash, message);
        Assert.Empty(Files());
    }

    [Fact]
    public async Task NoServerAtAllIsAMessageToo()
    {
        var server = new FaultyHttpServer(_ => throw new InvalidOperationException());
        server.Dispose();
        Assert.Contains("given up after 2 failures", await Refused(server, Open, attempts: 2));
    }

    [Fact]
    public async Task ADiskThatIsTooFullIsFoundBeforeLoading()
    {
        using var server = new FaultyHttpServer(request => FaultyHttpServer.Serve(Content, request));
        string message = await Refused(server, Open, storage: new FullDisk(room: 1000, tells: true));
        Assert.Contains("the disk is too full for train.csv: 1,000,000 more bytes are needed, 1,000 are free", message);
    }

    [Fact]
    public async Task ADiskThatFillsUpKeepsThePartForLater()
    {
        using var server = new FaultyHttpServer(request => FaultyHttpServer.Serve(Content, request));
        string message = await Refused(server, Open, storage: new FullDisk(room: 350_000, tells: false));
        Assert.Contains("No space left on device", message);
        Assert.Single(server.Requests);
        Assert.False(File.Exists(Target));
        await Fetch(server, Open);
        Assert.Equal(350_000, server.Requests[1].From);
        Assert.Equal(Content, File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task AFetchedFileIsNotFetchedAgainUnlessItChanged()
    {
        using var server = new FaultyHttpServer(request => FaultyHttpServer.Serve(Content, request));
        FetchRecord first = await Fetch(server, Open);
        Assert.Equal(first.Files, (await Fetch(server, Open)).Files);
        Assert.Single(server.Requests);
        File.AppendAllText(Target, "x");
        Assert.Contains("exists already with SHA-256", await Refused(server, Open));
        File.Delete(_folder[FetchRecord.FileName]);
        Assert.Contains("does not know it", await Refused(server, Open));
    }

    [Fact]
    public async Task CancellingKeepsThePart()
    {
        using var server = new FaultyHttpServer(request => FaultyHttpServer.Serve(Content, request) with { CutAfter = 400_000, Stalls = true });
        using var cancellation = new CancellationTokenSource();
        var observer = new Observer(progress => { if (progress.Bytes == 400_000) cancellation.Cancel(); });
        using var fetcher = new DataFetcher(Options(server));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetcher.FetchAsync(Open, _folder.Root, observer, cancellation.Token));
        Assert.Equal(400_000, new FileInfo(Part).Length);
        Assert.False(File.Exists(Target));
    }

    [Fact]
    public async Task TheProxyIsAskedForTheWholeAddress()
    {
        using var proxy = new FaultyHttpServer(request => FaultyHttpServer.Serve(Content, request));
        using var fetcher = new DataFetcher(new FetchOptions { BaseUrl = new Uri("http://mirror.invalid/hf/"), Proxy = proxy.Address });
        await fetcher.FetchAsync(Open, _folder.Root);
        Assert.Equal("http://mirror.invalid/hf/sets/x/train.csv", Assert.Single(proxy.Requests).Target);
    }

    private static byte[] MakeContent(int length, int seed)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static CatalogueEntry Entry(params CatalogueFile[] files) => new("set", "set", "", "", files);

    private static FetchOptions Options(FaultyHttpServer server) =>
        new() { BaseUrl = server.Address, RetryDelay = TimeSpan.FromMilliseconds(1) };

    private IEnumerable<string?> Files() => Directory.GetFiles(_folder.Root).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    private async Task<FetchRecord> Fetch(
        FaultyHttpServer server, CatalogueEntry entry, int attempts = 5, TimeSpan? stall = null, IDownloadStorage? storage = null, IProgress<FetchProgress>? progress = null)
    {
        FetchOptions options = Options(server) with { Attempts = attempts, StallTimeout = stall ?? TimeSpan.FromSeconds(60) };
        using var fetcher = new DataFetcher(options, storage ?? new DiskStorage(), TimeProvider.System);
        return await fetcher.FetchAsync(entry, _folder.Root, progress, TestContext.Current.CancellationToken);
    }

    private async Task<string> Refused(FaultyHttpServer server, CatalogueEntry entry, int attempts = 5, IDownloadStorage? storage = null) =>
        (await Assert.ThrowsAsync<InputException>(() => Fetch(server, entry, attempts, storage: storage))).Message;

    private sealed class Observer(Action<FetchProgress> action) : IProgress<FetchProgress>
    {
        public void Report(FetchProgress value) => action(value);
    }
}
