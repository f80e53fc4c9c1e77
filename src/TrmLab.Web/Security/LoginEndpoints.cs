using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;

namespace TrmLab.Web.Security;

/// <summary>The page that asks for the token. Plain HTML: nothing else is served before it.</summary>
public static class LoginEndpoints
{
    private static readonly TimeSpan WrongTokenDelay = TimeSpan.FromSeconds(1);

    public static void MapLogin(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/login", (HttpContext context, IAntiforgery antiforgery, [FromQuery] bool? failed) =>
        {
            var tokens = antiforgery.GetAndStoreTokens(context);
            return Results.Content($$"""
                <!doctype html><html lang="en"><meta charset="utf-8"><title>TRM Lab</title>
                <style>body { font: 15px system-ui; display: grid; place-items: center; min-height: 90vh; } input, button { font: inherit; padding: .4em; }</style>
                <form method="post"><p>{{(failed == true ? "That token is wrong." : "The server printed an access token when it started.")}}</p>
                <label>Access token <input type="password" name="token" autofocus required></label>
                <input type="hidden" name="{{tokens.FormFieldName}}" value="{{tokens.RequestToken}}"> <button>Sign in</button></form></html>
                """, "text/html");
        }).AllowAnonymous();

        routes.MapPost("/login", async (HttpContext context, AccessToken secret, [FromForm(Name = "token")] string given) =>
        {
            if (!secret.Matches(given))
            {
                // Guessing 192 bits is hopeless anyway; a chosen, short token should not be tried at full speed.
                await Task.Delay(WrongTokenDelay);
                return Results.Redirect("/login?failed=true");
            }

            await LabSecurity.SignInAsync(context, secret);
            return Results.Redirect("/");
        }).AllowAnonymous();
    }
}
