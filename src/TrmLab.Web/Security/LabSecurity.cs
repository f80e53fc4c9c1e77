using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using TrmLab.Web.Hosting;

namespace TrmLab.Web.Security;

/// <summary>Who may use the dashboard: everybody on this machine, and from elsewhere whoever has the token.</summary>
public static class LabSecurity
{
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
        var configured = configuration[$"{LabOptions.Section}:{nameof(LabOptions.Token)}"];
        var open = Addresses(configuration).Any(u => !IsLoopback(u));
        var token = new AccessToken(!string.IsNullOrWhiteSpace(configured) ? configured : open ? AccessToken.NewValue() : null);
        services.AddSingleton(token);
        services.AddAuthentication("lab")
            .AddPolicyScheme("lab", null, o => o.ForwardDefaultSelector = c =>
                c.Request.Headers.ContainsKey("Authorization") || c.Request.Query.ContainsKey("access_token") ? TokenHandler.SchemeName : CookieAuthenticationDefaults.AuthenticationScheme)
            .AddScheme<AuthenticationSchemeOptions, TokenHandler>(TokenHandler.SchemeName, null)
            .AddCookie(o =>
            {
                o.Cookie.Name = "trmlab";
                o.Cookie.HttpOnly = true;
                o.Cookie.SameSite = SameSiteMode.Strict;
                o.LoginPath = "/login";
                o.ExpireTimeSpan = TimeSpan.FromDays(7);
            });
        services.AddAuthorization(o =>
        {
            if (token.IsRequired) o.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
        });
        services.AddCascadingAuthenticationState();
    }

    /// <summary>Puts headers and origin check, then token and cookie before everything that follows.</summary>
    public static void UseLabSecurity(this WebApplication app)
    {
        app.UseMiddleware<RequestGuard>();
        app.UseAuthentication();
        app.UseAuthorization();
    }

    /// <summary>Keeps the visitor signed in by a cookie.</summary>
    public static Task SignInAsync(HttpContext context) => context.SignInAsync(
        CookieAuthenticationDefaults.AuthenticationScheme,
        TokenHandler.Principal(CookieAuthenticationDefaults.AuthenticationScheme),
        new AuthenticationProperties { IsPersistent = true });
}
