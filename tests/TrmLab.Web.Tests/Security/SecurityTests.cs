using System.Net;
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
        var request = new HttpRequestMessage(method, server.Url + path);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return _http.SendAsync(request);
    }
}
