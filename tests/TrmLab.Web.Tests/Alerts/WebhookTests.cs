using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using TrmLab.Core;
using TrmLab.Web.Alerts;
using TrmLab.Web.Security;
using TrmLab.Web.Tests.Support;

namespace TrmLab.Web.Tests.Alerts;

/// <summary>Against a server on the loopback address, with the settings' allowance and without.</summary>
public sealed class WebhookTests : IDisposable
{
    private readonly TestLab _lab = new();
    private readonly Receiver _receiver = new();

    public void Dispose()
    {
        _receiver.Dispose();
        _lab.Dispose();
    }

    [Fact]
    public async Task An_alert_is_posted_as_json()
    {
        Allow(true);
        using var client = new WebhookClient(_lab.Settings);
        await client.PostAsync(new Alert { Kind = AlertKind.RunLost, Run = "run-1", Name = "my run", Text = "lost at step 3", Time = 5 }, Stop);
        var request = Assert.Single(_receiver.Requests);
        Assert.StartsWith("POST /hook HTTP/1.1", request);
        Assert.Contains("application/json", request);
        using var json = JsonDocument.Parse(request[request.IndexOf('{')..(request.LastIndexOf('}') + 1)]);
        string of(string key) => json.RootElement.GetProperty(key).ToString();
        Assert.Equal(("trmlab", "run_lost", "run-1", "my run", "lost at step 3", "5"), (of("source"), of("kind"), of("run"), of("name"), of("text"), of("time")));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("[::1]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("0.0.0.0")]
    [InlineData("2130706433")]
    public async Task An_address_of_this_machine_is_refused_without_the_allowance(string host)
    {
        Allow(false, host);
        using var client = new WebhookClient(_lab.Settings);
        Assert.Contains("this machine or its networks", (await Assert.ThrowsAsync<InputException>(() => client.PostAsync(new Alert(), Stop))).Message);
        Assert.Empty(_receiver.Requests);
    }

    [Fact]
    public async Task A_name_is_judged_by_what_it_resolves_to_when_it_is_connected()
    {
        Allow(false, "public.example");
        var answers = new Queue<string[]>([["127.0.0.1"], ["10.0.0.7", "169.254.169.254", "::1"]]);
        using var client = new WebhookClient(_lab.Settings, (_, _) => Task.FromResult<IPAddress[]>([.. answers.Dequeue().Select(IPAddress.Parse)]));
        Assert.Contains("127.0.0.1", (await Assert.ThrowsAsync<InputException>(() => client.PostAsync(new Alert(), Stop))).Message);
        Assert.Contains("169.254.169.254", (await Assert.ThrowsAsync<InputException>(() => client.PostAsync(new Alert(), Stop))).Message);
        Assert.Empty(_receiver.Requests);

        Allow(true, "public.example");
        using var allowed = new WebhookClient(_lab.Settings, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]));
        await allowed.PostAsync(new Alert(), Stop);
        Assert.Single(_receiver.Requests);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_an_error_is_told()
    {
        Allow(true);
        using var client = new WebhookClient(_lab.Settings);
        _receiver.Answer = "HTTP/1.1 302 Found\r\nLocation: /elsewhere";
        var message = (await Assert.ThrowsAsync<InputException>(() => client.PostAsync(new Alert(), Stop))).Message;
        Assert.Contains("302", message);
        Assert.DoesNotContain("/hook", message);
        Assert.Single(_receiver.Requests);
        _receiver.Answer = "HTTP/1.1 500 Broken";
        Assert.Contains("500", (await Assert.ThrowsAsync<InputException>(() => client.PostAsync(new Alert(), Stop))).Message);
    }

    [Fact]
    public async Task Raised_alerts_are_delivered_in_order_and_again_after_a_failure()
    {
        Allow(true);
        _receiver.Answer = "HTTP/1.1 503 Busy";
        var log = new AlertLog(_lab.Data, NullLogger<AlertLog>.Instance);
        using var client = new WebhookClient(_lab.Settings);
        using var sender = new WebhookSender(log, client, _lab.Settings, NullLogger<WebhookSender>.Instance);
        await sender.StartAsync(Stop);
        log.Raise(new Alert { Key = "1", Text = "first" });
        log.Raise(new Alert { Key = "2", Text = "second" });
        await Until(() => _receiver.Requests.Count > 0);
        _receiver.Answer = "HTTP/1.1 200 OK";
        await Until(() => sender.LastResult == "delivered: second");
        var taken = _receiver.Requests.ToArray();
        Assert.True(taken.Length >= 3);
        Assert.Contains("first", taken[0]);
        Assert.Contains("second", taken[^1]);
        await sender.StopAsync(Stop);
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700:4700::1111", true)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.16.0.1", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("fd00::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("2002:7f00:1::", false)]
    public void Public_addresses_are_told_from_others(string address, bool isPublic) => Assert.Equal(isPublic, PublicAddress.Is(IPAddress.Parse(address)));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task Until(Func<bool> condition)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), "nothing came");
            await Task.Delay(50, Stop);
        }
    }

    private void Allow(bool allowed, string host = "127.0.0.1") =>
        _lab.Settings.Save(_lab.Settings.Current with { WebhookUrl = $"http://{host}:{_receiver.Port}/hook", WebhookPrivate = allowed });

    /// <summary>Takes each request and answers with one line.</summary>
    private sealed class Receiver : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> _requests = [];

        public Receiver()
        {
            _listener.Start();
            _ = ServeAsync();
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public volatile string Answer = "HTTP/1.1 200 OK";

        public IReadOnlyCollection<string> Requests => _requests;

        public void Dispose() => _listener.Dispose();

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    using var client = await _listener.AcceptTcpClientAsync();
                    await using var stream = client.GetStream();
                    var text = "";
                    var buffer = new byte[4096];
                    // The body is the last thing, and it ends with the object.
                    while (!text.Contains("\r\n\r\n{", StringComparison.Ordinal) || !text.Contains('}', StringComparison.Ordinal))
                    {
                        var read = await stream.ReadAsync(buffer);
                        if (read == 0) break;
                        text += Encoding.UTF8.GetString(buffer, 0, read);
                    }

                    _requests.Enqueue(text);
                    await stream.WriteAsync(Encoding.ASCII.GetBytes(Answer + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException)
            {
                // The test is over.
            }
        }
    }
}
