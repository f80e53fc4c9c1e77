using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using TrmLab.Core;
using TrmLab.Web.Hosting;
using TrmLab.Web.Security;

namespace TrmLab.Web.Alerts;

/// <summary>Posts alerts. Where it may connect is judged by the address that is connected to, so a name that resolves to another address a moment later gains nothing; redirects are not followed.</summary>
public sealed class WebhookClient : IDisposable
{
    private readonly SettingsFile _settings;
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve;
    private readonly HttpClient _http;

    public WebhookClient(SettingsFile settings)
        : this(settings, Dns.GetHostAddressesAsync)
    {
    }

    internal WebhookClient(SettingsFile settings, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
    {
        _settings = settings;
        _resolve = resolve;
        // A proxy would connect in this one's place, and a kept connection would outlive a change of the settings.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.Zero, ConnectCallback = ConnectAsync };
        _http = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(10), MaxResponseContentBufferSize = 64 * 1024 };
    }

    /// <summary>Posts one alert to the address of the settings, which must not be empty.</summary>
    /// <exception cref="InputException">It was not taken: refused address, no connection, or an answer that is no success.</exception>
    public async Task PostAsync(Alert alert, CancellationToken cancellation)
    {
        // Messages name the host alone: the rest of such an address often is the secret itself.
        var url = new Uri(_settings.Current.WebhookUrl);
        try
        {
            // As one text of known length: not every receiver takes a body in chunks.
            var json = JsonSerializer.Serialize(new { source = "trmlab", alert.Id, alert.Time, alert.Kind, alert.Run, alert.Name, alert.Text }, JsonSerializerOptions.Web);
            using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            if (!answer.IsSuccessStatusCode) throw new InputException($"{url.Host} answered {(int)answer.StatusCode} {answer.ReasonPhrase}");
        }
        catch (HttpRequestException e)
        {
            throw e.InnerException as InputException ?? new InputException($"{url.Host}: {e.HttpRequestError} ({(e.InnerException ?? e).Message})", e);
        }
        catch (TaskCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new InputException($"{url.Host}: no answer within {_http.Timeout.TotalSeconds:0} s", e);
        }
    }

    public void Dispose() => _http.Dispose();

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var end = context.DnsEndPoint;
        var found = IPAddress.TryParse(end.Host, out var literal) ? [literal] : await _resolve(end.Host, cancellation);
        var allowed = _settings.Current.WebhookPrivate ? found : [.. found.Where(PublicAddress.Is)];
        if (allowed.Length == 0)
        {
            throw new InputException(found.Length == 0
                ? $"{end.Host}: there is no such host"
                : $"{end.Host} is {string.Join(", ", found.AsEnumerable())}: an address of this machine or its networks; allow such addresses in the settings if that is meant");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, end.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
