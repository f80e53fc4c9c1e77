using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using TrmLab.Web.Hosting;

namespace TrmLab.Web.Security;

/// <summary>Headers for every answer, and no request to a host that is none, from pages of other origins or, without a token, from other machines.</summary>
public sealed class RequestGuard(RequestDelegate next, AccessToken token, TokenGuesses guesses, IOptions<LabOptions> options)
{
    private const string PlotlyFiles = "/_content/Plotly.Blazor";
    private const string NonceKey = "csp-nonce";
    private static readonly string[] ProxyHeaders = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP"];

    /// <summary>What an inline script of this answer must carry; the only one is Blazor's import map.</summary>
    public static string NonceOf(HttpContext context) => context.Items[NonceKey] as string ?? "";

    /// <summary>Whether a browser says that another site's page, or another port's, asks: by a link, a form, an image or a script.</summary>
    public static bool IsFromOtherPage(HttpRequest request) => request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site";

    public async Task InvokeAsync(HttpContext context)
    {
        context.Items[NonceKey] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        AddHeaders(context);
        if (!IsAddress(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        if (!IsOwnOrigin(context.Request) || IsEmbedded(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        if (!token.IsRequired && !IsFromThisMachine(context))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            await context.Response.WriteAsync("This dashboard asks for no token and answers only this machine. To reach it through a proxy or from elsewhere, set Lab:Token.");
            return;
        }

        LabAccess.Enter(options.Value.ReadOnly);
        if (HttpMethods.IsGet(context.Request.Method) && context.Request.Query.TryGetValue("token", out var given) && token.IsRequired
            && guesses.LevelOf(context, token, given) is { } level && level != TokenLevel.None)
        {
            await LabSecurity.SignInAsync(context, token, level);
            // One slash only: "//host" would lead to another machine.
            context.Response.Redirect("/" + context.Request.Path.Value?.TrimStart('/', '\\'));
            return;
        }

        await next(context);
    }

    // Inline: MudBlazor's and Plotly's styles. Nothing is loaded from or sent to another host.
    private static void AddHeaders(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        headers.ContentSecurityPolicy = $"default-src 'self'; script-src 'self' 'nonce-{NonceOf(context)}'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
            + "connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
        context.Response.OnStarting(() =>
        {
            // Files say themselves how long they may be kept; what a lab shows stays out of caches.
            if (headers.CacheControl.Count == 0) headers.CacheControl = "no-store";
            // Plotly's megabyte has its version in its name, which the server takes for a name that may stay while the file changes.
            if (context.Request.Path.StartsWithSegments(PlotlyFiles) && context.Response.StatusCode == StatusCodes.Status200OK) headers.CacheControl = "private, max-age=31536000, immutable";
            return Task.CompletedTask;
        });
    }

    // HTTP allows an empty host name, and names and ports that no URL may have; pages are made from their own address and would fail.
    private static bool IsAddress(HttpRequest request) => Uri.TryCreate($"{request.Scheme}://{request.Host.Value}/", UriKind.Absolute, out _);

    // CORS does not cover WebSockets, so a foreign page could open one to a server on this machine and read everything.
    private static bool IsOwnOrigin(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        if (origin.Length == 0) return true;
        return Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase);
    }

    // An image or a script of another page is asked for without an origin. Links to a page of the lab may be anywhere.
    private static bool IsEmbedded(HttpRequest request) =>
        IsFromOtherPage(request) && !(HttpMethods.IsGet(request.Method) && request.Headers["Sec-Fetch-Mode"] == "navigate" && request.Headers["Sec-Fetch-Dest"] == "document");

    // A proxy on this machine speaks for others: its visitors come from loopback too, and it may send a loopback host name.
    private static bool IsFromThisMachine(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is { } address && !IPAddress.IsLoopback(address)) return false;
        return !ProxyHeaders.Any(context.Request.Headers.ContainsKey);
    }
}
