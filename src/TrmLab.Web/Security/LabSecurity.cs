using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using TrmLab.Web.Hosting;

namespace TrmLab.Web.Security;

/// <summary>Who may use the dashboard: everybody on this machine, and from elsewhere whoever has the token.</summary>
public static class LabSecurity
{
    private static readonly string[] OwnHosts = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>True if only this machine can reach the address.</summary>
    public static bool IsLoopback(string url)
    {
        var host = BindingAddress.Parse(url).Host;
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
    }

    /// <summary>The addresses that the configuration asks for, wherever it does.</summary>
    public static IReadOnlyList<string> Addresses(IConfiguration configuration)
    {
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(e => e["Url"]).OfType<string>().ToArray();
        if (endpoints.Length > 0) return endpoints;
        var ports = (configuration["HTTP_PORTS"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries).Select(p => $"http://*:{p}");
        return configuration["urls"] is { Length: > 0 } urls ? urls.Split(';', StringSplitOptions.RemoveEmptyEntries) : [.. ports.DefaultIfEmpty("http://127.0.0.1:5080")];
    }

    /// <summary>Registers token, cookie and the rule that asks for one of them.</summary>
    public static void AddLabSecurity(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(TokenOf);
        services.AddSingleton<TokenGuesses>();
        services.AddScoped<CircuitHandler, CircuitAccess>();
        services.AddAuthentication("lab")
            .AddPolicyScheme("lab", null, o => o.ForwardDefaultSelector = c =>
                c.Request.Headers.ContainsKey("Authorization") || c.Request.Query.ContainsKey("access_token") ? TokenHandler.SchemeName : CookieAuthenticationDefaults.AuthenticationScheme)
            .AddScheme<AuthenticationSchemeOptions, TokenHandler>(TokenHandler.SchemeName, null)
            .AddCookie(SetCookie);
        services.AddAuthorization();
        services.AddOptions<AuthorizationOptions>().Configure<AccessToken>((o, token) =>
        {
            if (token.IsRequired) o.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
        });
        services.AddCascadingAuthenticationState();
        // A page elsewhere may give this machine a name of its own (DNS rebinding); without a token only the known names are answered.
        services.AddOptions<HostFilteringOptions>().PostConfigure<AccessToken>((o, token) =>
        {
            if (configuration["AllowedHosts"] is null && !token.IsRequired) o.AllowedHosts = OwnHosts;
        });
    }

    /// <summary>Puts headers and origin check, then token and cookie before everything that follows.</summary>
    public static void UseLabSecurity(this WebApplication app)
    {
        // A proxy on this machine says who its visitor is and whether he came by TLS; without a token the guard refuses proxies.
        if (app.Services.GetRequiredService<AccessToken>().IsRequired)
            app.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedFor });
        app.UseMiddleware<RequestGuard>();
        app.UseAuthentication();
        app.UseMiddleware<VisitorGuard>();
        app.UseAuthorization();
    }

    /// <summary>Keeps the visitor signed in by a cookie, until the token changes.</summary>
    public static Task SignInAsync(HttpContext context, AccessToken token, TokenLevel level) => context.SignInAsync(
        CookieAuthenticationDefaults.AuthenticationScheme,
        TokenHandler.Principal(CookieAuthenticationDefaults.AuthenticationScheme, token, level),
        new AuthenticationProperties { IsPersistent = true });

    private static AccessToken TokenOf(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<LabOptions>>().Value;
        var view = options.ViewToken.Length > 0 ? options.ViewToken : null;
        if (options.Token.Length > 0) return new AccessToken(options.Token, view);
        var isOpen = view is not null || Addresses(services.GetRequiredService<IConfiguration>()).Any(u => !IsLoopback(u));
        return new AccessToken(isOpen ? TokenFile.Get(services.GetRequiredService<LabData>().Root) : null, view);
    }

    private static void SetCookie(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "trmlab";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.LoginPath = "/login";
        options.ExpireTimeSpan = TimeSpan.FromDays(7);
        options.Events.OnValidatePrincipal = async context =>
        {
            var token = context.HttpContext.RequestServices.GetRequiredService<AccessToken>();
            var level = context.Principal is { } visitor && LabAccess.IsViewing(visitor) ? TokenLevel.View : TokenLevel.Change;
            if (!token.IsRequired || (token.Fingerprint(level) is { Length: > 0 } shown && context.Principal?.FindFirstValue(TokenHandler.Fingerprint) == shown)) return;
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        };
    }
}
