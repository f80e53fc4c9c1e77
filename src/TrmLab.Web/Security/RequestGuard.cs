namespace TrmLab.Web.Security;

/// <summary>Headers for every answer, and no request from pages of other origins.</summary>
public sealed class RequestGuard(RequestDelegate next, AccessToken token)
{
    // Inline: Blazor's import map, MudBlazor's and Plotly's styles. Nothing is loaded from or sent to another host.
    private const string ContentPolicy = "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        + "connect-src 'self' ws: wss:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    public async Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers.ContentSecurityPolicy = ContentPolicy;

        if (!IsOwnOrigin(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        if (HttpMethods.IsGet(context.Request.Method) && context.Request.Query.TryGetValue("token", out var given) && token.Matches(given))
        {
            await LabSecurity.SignInAsync(context, token);
            // One slash only: "//host" would lead to another machine.
            context.Response.Redirect("/" + context.Request.Path.Value?.TrimStart('/', '\\'));
            return;
        }

        await next(context);
    }

    // CORS does not cover WebSockets, so a foreign page could open one to a server on this machine and read everything.
    private static bool IsOwnOrigin(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        if (origin.Length == 0) return true;
        return Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase);
    }
}
