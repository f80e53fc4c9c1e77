using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using TrmLab.Core.Runs;
using TrmLab.Web.Components.Layout;
using TrmLab.Web.Tests.Support;

namespace TrmLab.Web.Tests.Security;

/// <summary>
/// What a passive and light active scan (such as OWASP ZAP's baseline) looks at, against the running program: headers, cookies, caches,
/// methods, paths that lead out, input that comes back, other origins, framing, error pages.
/// </summary>
public sealed partial class ProbeTests : IAsyncLifetime
{
    private const string Token = "0123456789abcdef0123";
    private const string Marker = "zq'\"><script>alert(1)</script>";

    private readonly HttpClient _http = new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false, AutomaticDecompression = DecompressionMethods.All });
    private LabServer _server = null!;

    public static TheoryData<string> Pages => [.. NavLinks.All.Select(n => "/" + n.Href), "/", "/login", "/error", "/not-found", "/runs/none", "/datasets/samples/none", "/explorer/findings", "/nowhere"];

    public async ValueTask InitializeAsync()
    {
        _server = await LabServer.StartAsync("--Lab:Token=" + Token);
        TestLab.Write(RunDirectory.At(Directory.CreateDirectory(Path.Combine(_server.Data.Runs, "run-1")).FullName), Events.Started());
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Every_page_has_the_headers_and_no_inline_script(string path)
    {
        var answer = await GetAsync(path);
        Assert.Equal("nosniff", Header(answer, "X-Content-Type-Options"));
        Assert.Equal("DENY", Header(answer, "X-Frame-Options"));
        Assert.Equal("same-origin", Header(answer, "Referrer-Policy"));
        Assert.Equal("same-origin", Header(answer, "Cross-Origin-Opener-Policy"));
        Assert.Equal("same-origin", Header(answer, "Cross-Origin-Resource-Policy"));
        Assert.NotEmpty(Header(answer, "Permissions-Policy"));
        Assert.Contains("no-store", Header(answer, "Cache-Control"));
        Assert.False(answer.Headers.Contains("Server") || answer.Headers.Contains("X-Powered-By"));
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
        var policy = Header(answer, "Content-Security-Policy");
        Assert.DoesNotContain("unsafe-eval", policy);
        Assert.DoesNotContain("unsafe-inline", Directive(policy, "script-src"));
        Assert.DoesNotContain("*", policy);
        foreach (var directive in new[] { "object-src 'none'", "base-uri 'self'", "form-action 'self'", "frame-ancestors 'none'" }) Assert.Contains(directive, policy);

        var nonce = NonceInPolicy().Match(policy).Groups[1].Value;
        var html = await answer.Content.ReadAsStringAsync();
        foreach (Match script in ScriptTag().Matches(html))
            Assert.True(script.Value.Contains(" src=", StringComparison.Ordinal) || script.Value.Contains($"nonce=\"{nonce}\"", StringComparison.Ordinal), script.Value);
        Assert.DoesNotMatch(HandlerAttribute(), html);
        if (answer.Headers.TryGetValues("Set-Cookie", out var cookies)) Assert.All(cookies, c => Assert.Contains("httponly", c, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Each_answer_has_a_nonce_of_its_own() =>
        Assert.NotEqual(Header(await GetAsync("/runs"), "Content-Security-Policy"), Header(await GetAsync("/runs"), "Content-Security-Policy"));

    [Fact]
    public async Task The_cookie_is_for_this_site_alone_and_behind_TLS_for_TLS_alone()
    {
        var plain = Assert.Single((await _http.GetAsync(_server.Url + "/?token=" + Token)).Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", plain);
        Assert.Contains("samesite=strict", plain);
        var request = new HttpRequestMessage(HttpMethod.Get, _server.Url + "/?token=" + Token);
        request.Headers.Add("X-Forwarded-Proto", "https");
        Assert.Contains("secure", Assert.Single((await _http.SendAsync(request)).Headers.GetValues("Set-Cookie")));
    }

    [Theory]
    [InlineData("TRACE")]
    [InlineData("TRACK")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    [InlineData("PROPFIND")]
    [InlineData("CONNECT")]
    public async Task Other_methods_do_nothing(string method)
    {
        var status = await RawStatusAsync($"{method} {(method == "CONNECT" ? "127.0.0.1:80" : "/runs")} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {Token}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        Assert.InRange(status, 400, 499);
    }

    [Theory]
    [InlineData("/../../../../etc/passwd")]
    [InlineData("/%2e%2e/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/..%2f..%2f..%2fetc%2fpasswd")]
    [InlineData("/..%5c..%5cappsettings.json")]
    [InlineData("/js/..%2f..%2fappsettings.json")]
    [InlineData("/appsettings.json")]
    [InlineData("/trmlab.db")]
    [InlineData("/runs/%2e%2e")]
    [InlineData("/.git/config")]
    [InlineData("/%00")]
    public async Task Paths_lead_nowhere(string path)
    {
        var answer = await RawAsync(_server, path, Token);
        Assert.DoesNotContain("root:", answer);
        Assert.DoesNotContain("\"Lab\"", answer);
        Assert.DoesNotContain("SQLite format", answer);
        Assert.DoesNotContain("HTTP/1.1 5", answer);
    }

    [Fact]
    public async Task No_path_leads_to_the_token_that_was_drawn()
    {
        await using var server = await LabServer.StartAsync("--Lab:ViewToken=view-456789abcdef0123");
        var file = Path.Combine(server.Data.Root, "access-token");
        var token = File.ReadAllText(file).Trim();
        foreach (var path in new[] { "/access-token", "/_content/..%2f..%2faccess-token", "/runs/..%2f..%2faccess-token", "/runs/../access-token", "/datasets/samples/..%2f..%2faccess-token", "/js/..%2f..%2f..%2f.." + file })
        {
            var answer = await RawAsync(server, path, token);
            Assert.DoesNotContain(token, answer);
            Assert.DoesNotContain("HTTP/1.1 5", answer);
        }
    }

    // What the server writes itself; pages draw their addresses over their connection, which HostileNameTests looks at in a browser.
    [Theory]
    [InlineData("/login?failed=")]
    [InlineData("/nowhere/")]
    [InlineData("/error?x=")]
    [InlineData("/checkpoints/export?key=")]
    [InlineData("/checkpoints/export?key=x&weights=")]
    [InlineData("/runs.csv?q=")]
    [InlineData("/points.csv?runs=")]
    [InlineData("/hubs/runs?id=")]
    public async Task What_is_asked_does_not_come_back_as_markup(string path)
    {
        var answer = await GetAsync(path + Uri.EscapeDataString(Marker));
        Assert.Equal("nosniff", Header(answer, "X-Content-Type-Options"));
        if (answer.Content.Headers.ContentType?.MediaType is null or "text/html") Assert.DoesNotContain("<script>alert", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/login?ReturnUrl=https://evil.example")]
    [InlineData("//evil.example/?token=" + Token)]
    [InlineData("/\\evil.example/?token=" + Token)]
    [InlineData("/%2f%2fevil.example/?token=" + Token)]
    [InlineData("/https:%2f%2fevil.example?token=" + Token)]
    public async Task No_redirect_leaves_this_server(string path)
    {
        var answer = await RawAsync($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
        var location = LocationHeader().Match(answer);
        Assert.True(!location.Success || (location.Groups[1].Value.StartsWith('/') && !location.Groups[1].Value.StartsWith("//") && !location.Groups[1].Value.StartsWith("/\\")), answer);
    }

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("null")]
    [InlineData("http://127.0.0.1.evil.example")]
    [InlineData("file://")]
    public async Task Other_origins_get_nothing(string origin)
    {
        foreach (var path in new[] { "/runs", "/hubs/runs", "/_blazor", "/healthz" })
        {
            var request = new HttpRequestMessage(HttpMethod.Get, _server.Url + path);
            request.Headers.TryAddWithoutValidation("Origin", origin);
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + Token);
            var answer = await _http.SendAsync(request);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
        }
    }

    [Fact]
    public async Task Wrong_requests_get_no_stack_trace()
    {
        foreach (var path in new[] { "/hubs/runs?id=none", "/_blazor?id=none", "/error", "/runs/%ff%fe", "/explorer?puzzle=99999999999999999999&steps=-1", "/new?from=%00" })
        {
            var answer = await GetAsync(path);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True((int)answer.StatusCode < 500 || path == "/error", $"{path}: {answer.StatusCode}");
            Assert.DoesNotMatch(@"\bat (TrmLab|Microsoft|System)\.", text);
            Assert.DoesNotContain("Exception", text);
        }
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused_unread()
    {
        var status = await RawStatusAsync($"POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 999999999999\r\nConnection: close\r\n\r\ntoken=x");
        Assert.InRange(status, 400, 499);
    }

    private static string Header(HttpResponseMessage answer, string name) => string.Join(", ", answer.Headers.TryGetValues(name, out var values) ? values : []);

    private static string Directive(string policy, string name) => policy.Split(';', ',').Select(d => d.Trim()).First(d => d.StartsWith(name, StringComparison.Ordinal));

    private Task<HttpResponseMessage> GetAsync(string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, _server.Url + path);
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + Token);
        return _http.SendAsync(request);
    }

    private async Task<int> RawStatusAsync(string request) => int.Parse((await RawAsync(request)).Split(' ')[1]);

    private static Task<string> RawAsync(LabServer server, string path, string token) =>
        RawAsync(server, $"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n");

    private Task<string> RawAsync(string request) => RawAsync(_server, request);

    // HttpClient would tidy such requests up.
    private static async Task<string> RawAsync(LabServer server, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", new Uri(server.Url).Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }

    [GeneratedRegex("'nonce-([^']+)'")]
    private static partial Regex NonceInPolicy();

    [GeneratedRegex("<script[^>]*>", RegexOptions.IgnoreCase)]
    private static partial Regex ScriptTag();

    [GeneratedRegex("<[^>]+\\son[a-z]+=", RegexOptions.IgnoreCase)]
    private static partial Regex HandlerAttribute();

    [GeneratedRegex("^Location: (.*?)\r$", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex LocationHeader();
}
