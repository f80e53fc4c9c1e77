using System.Net;
using System.Text.RegularExpressions;
using TrmLab.Web.Security;
using TrmLab.Web.Tests.Support;

namespace TrmLab.Web.Tests.Security;

/// <summary>How tokens are compared and how often they may be guessed, and what a proxy may say.</summary>
public sealed class TokenTests
{
    private const string Token = "0123456789abcdef0123";

    private readonly HttpClient _http = new(new HttpClientHandler { AllowAutoRedirect = false });

    [Fact]
    public void A_token_opens_what_it_is_for()
    {
        var token = new AccessToken("the-token-0123456789", "the-view-0123456789");
        Assert.Equal(TokenLevel.Change, token.LevelOf("the-token-0123456789"));
        Assert.Equal(TokenLevel.View, token.LevelOf("the-view-0123456789"));
        foreach (var wrong in new[] { null, "", "the-token-012345678", "the-token-01234567890", "THE-TOKEN-0123456789" }) Assert.Equal(TokenLevel.None, token.LevelOf(wrong));
        foreach (var given in new[] { null, "" }) Assert.Equal(TokenLevel.None, new AccessToken(null).LevelOf(given));
    }

    [Fact]
    public async Task After_ten_wrong_tokens_not_even_the_right_one_is_compared_but_a_cookie_goes_on()
    {
        await using var server = await LabServer.StartAsync("--Lab:Token=" + Token);
        Assert.Equal(HttpStatusCode.Redirect, (await _http.GetAsync(server.Url + "/?token=" + Token)).StatusCode);
        using var stranger = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false });
        for (var i = 0; i < 10; i++) Assert.Equal(HttpStatusCode.Unauthorized, (await Bearer(stranger, server, "wrong" + i)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Bearer(stranger, server, Token)).StatusCode);
        Assert.DoesNotContain("Set-Cookie", (await stranger.GetAsync(server.Url + "/?token=" + Token)).Headers.Select(h => h.Key));
        Assert.Equal(HttpStatusCode.OK, (await _http.GetAsync(server.Url + "/runs")).StatusCode);
    }

    [Fact]
    public async Task In_an_address_a_programs_token_counts_on_hubs_alone()
    {
        await using var server = await LabServer.StartAsync("--Lab:Token=" + Token);
        using var program = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false });
        Assert.Equal(HttpStatusCode.OK, (await program.PostAsync($"{server.Url}/hubs/runs/negotiate?negotiateVersion=1&access_token={Token}", null)).StatusCode);
        foreach (var path in new[] { "/runs", "/runs.csv", "/checkpoints/export" })
            Assert.NotEqual(HttpStatusCode.OK, (await program.GetAsync($"{server.Url}{path}?access_token={Token}")).StatusCode);
    }

    [Fact]
    public async Task The_form_signs_in_with_the_right_token_and_tells_a_wrong_one()
    {
        await using var server = await LabServer.StartAsync("--Lab:Token=" + Token);
        Assert.Equal("/login?failed=true", (await SubmitAsync(server, "wrong-token")).Headers.Location!.ToString());
        Assert.Equal("/", (await SubmitAsync(server, Token)).Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.OK, (await _http.GetAsync(server.Url + "/runs")).StatusCode);
    }

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.9")]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("X-Forwarded-Proto", "https")]
    [InlineData("X-Forwarded-Host", "127.0.0.1")]
    [InlineData("Forwarded", "for=127.0.0.1")]
    [InlineData("X-Real-IP", "203.0.113.9")]
    public async Task Without_a_token_a_proxy_gets_nothing_even_with_a_loopback_host(string header, string value)
    {
        await using var server = await LabServer.StartAsync();
        var request = new HttpRequestMessage(HttpMethod.Get, server.Url + "/runs");
        request.Headers.Add(header, value);
        var answer = await _http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("Lab:Token", await answer.Content.ReadAsStringAsync());
    }

    private static Task<HttpResponseMessage> Bearer(HttpClient client, LabServer server, string token)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, server.Url + "/runs");
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        return client.SendAsync(request);
    }

    private async Task<HttpResponseMessage> SubmitAsync(LabServer server, string token)
    {
        var form = await _http.GetStringAsync(server.Url + "/login");
        var hidden = Regex.Match(form, "name=\"(__Request[^\"]+)\" value=\"([^\"]+)\"");
        return await _http.PostAsync(server.Url + "/login", new FormUrlEncodedContent([KeyValuePair.Create("token", token), KeyValuePair.Create(hidden.Groups[1].Value, hidden.Groups[2].Value)]));
    }
}
