using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.Configuration;
using TrmLab.Web.Live;
using TrmLab.Web.Security;
using TrmLab.Web.Tests.Support;

namespace TrmLab.Web.Tests.Security;

public sealed class SecurityTests
{
    private const string Token = "0123456789abcdef0123";

    private readonly HttpClient _http = new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false });

    [Theory]
    [InlineData("http://127.0.0.1:5080", true)]
    [InlineData("http://localhost:5080", true)]
    [InlineData("http://[::1]:5080", true)]
    [InlineData("http://0.0.0.0:5080", false)]
    [InlineData("http://*:5080", false)]
    [InlineData("http://192.168.1.5:80", false)]
    public void Loopback_addresses(string url, bool expected) => Assert.Equal(expected, LabSecurity.IsLoopback(url));

    [Fact]
    public void Addresses_are_found_wherever_they_are_configured()
    {
        static IConfiguration Of(params (string, string?)[] settings) =>
            new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Item1, s.Item2))).Build();
        Assert.Equal(["http://*:80"], LabSecurity.Addresses(Of(("Kestrel:Endpoints:Http:Url", "http://*:80"))));
        Assert.Equal(["http://*:8080"], LabSecurity.Addresses(Of(("HTTP_PORTS", "8080"))));
        Assert.Equal(["http://a:1", "http://b:2"], LabSecurity.Addresses(Of(("urls", "http://a:1;http://b:2"))));
        Assert.Equal(["http://127.0.0.1:5080"], LabSecurity.Addresses(Of()));
    }

    [Fact]
    public async Task Pages_of_other_origins_and_hosts_are_refused()
    {
        await using var server = await LabServer.StartAsync();
        Assert.Equal(HttpStatusCode.Forbidden, (await Send(server, HttpMethod.Post, "/hubs/runs/negotiate?negotiateVersion=1", ("Origin", "http://evil.example"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await Send(server, HttpMethod.Get, "/runs", ("Origin", "null"))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await Send(server, HttpMethod.Get, "/runs", ("Host", "evil.example"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Send(server, HttpMethod.Post, "/hubs/runs/negotiate?negotiateVersion=1", ("Origin", server.Url))).StatusCode);
    }

    [Theory]
    [InlineData("cross-site", "no-cors", "image", "/runs", HttpStatusCode.Forbidden)]
    [InlineData("same-site", "no-cors", "script", "/runs", HttpStatusCode.Forbidden)]
    [InlineData("cross-site", "navigate", "iframe", "/runs", HttpStatusCode.Forbidden)]
    [InlineData("cross-site", "navigate", "document", "/runs", HttpStatusCode.OK)]
    [InlineData("cross-site", "navigate", "document", "/checkpoints/export?key=shipped/sudoku-4x4", HttpStatusCode.Forbidden)]
    [InlineData("same-origin", "no-cors", "image", "/runs", HttpStatusCode.OK)]
    [InlineData("none", "navigate", "document", "/runs", HttpStatusCode.OK)]
    public async Task Other_pages_may_link_to_a_page_and_embed_or_start_nothing(string site, string mode, string destination, string path, HttpStatusCode expected)
    {
        await using var server = await LabServer.StartAsync();
        Assert.Equal(expected, (await Send(server, HttpMethod.Get, path, ("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", mode), ("Sec-Fetch-Dest", destination))).StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("127.0.0.1:99999")]
    public async Task A_host_that_no_address_may_have_is_a_bad_request(string host)
    {
        await using var server = await LabServer.StartAsync();
        // As bytes: a client of good manners refuses to send it.
        using var socket = new TcpClient("127.0.0.1", new Uri(server.Url).Port);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET /not-found HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"));
        Assert.StartsWith("HTTP/1.1 400 ", await new StreamReader(stream).ReadToEndAsync());
    }

    [Fact]
    public async Task Every_answer_carries_the_headers()
    {
        await using var server = await LabServer.StartAsync();
        var answer = await Send(server, HttpMethod.Get, "/runs");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.All(answer.Headers.GetValues("Content-Security-Policy"), p => Assert.Contains("frame-ancestors 'none'", p));
    }

    [Fact]
    public async Task With_a_token_nothing_is_answered_without_it()
    {
        await using var server = await LabServer.StartAsync("--Lab:Token=" + Token);
        var page = await Send(server, HttpMethod.Get, "/runs");
        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
        Assert.Contains("/login", page.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.Unauthorized, (await Send(server, HttpMethod.Post, "/hubs/runs/negotiate?negotiateVersion=1", ("Authorization", "Bearer wrong"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Send(server, HttpMethod.Get, "/runs", ("Authorization", "Bearer " + Token))).StatusCode);
    }

    [Fact]
    public async Task The_link_of_the_start_signs_in_and_stays_on_this_server()
    {
        await using var server = await LabServer.StartAsync("--Lab:Token=" + Token);
        var answer = await Send(server, HttpMethod.Get, "//evil.example/x?token=" + Token);
        Assert.Equal("/evil.example/x", answer.Headers.Location!.ToString());
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.Contains("samesite=strict", cookie);
        Assert.Contains("httponly", cookie);
        Assert.Equal(HttpStatusCode.OK, (await Send(server, HttpMethod.Get, "/runs", ("Cookie", cookie.Split(';')[0]))).StatusCode);
    }

    [Fact]
    public async Task A_cookie_of_another_token_is_worth_nothing()
    {
        string cookie;
        await using (var first = await LabServer.StartAsync("--Lab:Token=" + Token))
        {
            var answer = await Send(first, HttpMethod.Get, "/?token=" + Token);
            cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie")).Split(';')[0];
        }

        await using var second = await LabServer.StartAsync("--Lab:Token=another-token-0123456789");
        Assert.Equal(HttpStatusCode.Redirect, (await Send(second, HttpMethod.Get, "/runs", ("Cookie", cookie))).StatusCode);
    }

    [Fact]
    public async Task An_address_that_others_reach_asks_for_the_token_of_the_data_folder_under_any_host_name()
    {
        await using var server = await LabServer.StartAsync("--urls", "http://0.0.0.0:0");
        var url = server.Url.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal);
        var token = File.ReadAllText(Path.Combine(server.Data.Root, "access-token")).Trim();
        var refused = await _http.SendAsync(With(new HttpRequestMessage(HttpMethod.Get, url + "/runs"), ("Host", "lab.example")));
        Assert.Equal(HttpStatusCode.Redirect, refused.StatusCode);
        var admitted = await _http.SendAsync(With(new HttpRequestMessage(HttpMethod.Get, url + "/runs"), ("Host", "lab.example"), ("Authorization", "Bearer " + token)));
        Assert.Equal(HttpStatusCode.OK, admitted.StatusCode);
    }

    [Fact]
    public void The_token_file_is_its_owners_alone_and_rotates()
    {
        var root = Directory.CreateTempSubdirectory("trmlab-test-").FullName;
        var first = TokenFile.Get(root);
        Assert.Equal(first, TokenFile.Get(root));
        Assert.NotEqual(first, TokenFile.Rotate(root));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(root, "access-token")));
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public async Task A_form_without_its_antiforgery_token_is_refused()
    {
        await using var server = await LabServer.StartAsync("--Lab:Token=" + Token);
        var request = new HttpRequestMessage(HttpMethod.Post, server.Url + "/login") { Content = new FormUrlEncodedContent([KeyValuePair.Create("token", Token)]) };
        Assert.Equal(HttpStatusCode.BadRequest, (await _http.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task A_program_with_the_token_uses_the_hub()
    {
        await using var server = await LabServer.StartAsync("--Lab:Token=" + Token);
        await using var client = new HubConnectionBuilder().WithUrl(server.Url + "/hubs/runs", o => o.AccessTokenProvider = () => Task.FromResult<string?>(Token)).Build();
        await client.StartAsync();
        Assert.Empty(await client.InvokeAsync<RunInfo[]>("ListRuns"));
    }

    private Task<HttpResponseMessage> Send(LabServer server, HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        return _http.SendAsync(With(new HttpRequestMessage(method, server.Url + path), headers));
    }

    private static HttpRequestMessage With(HttpRequestMessage request, params (string Name, string Value)[] headers)
    {
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }
}
