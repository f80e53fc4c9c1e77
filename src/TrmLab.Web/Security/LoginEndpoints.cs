using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;

namespace TrmLab.Web.Security;

/// <summary>The page that asks for the token. Plain HTML: nothing else is served before it.</summary>
public static class LoginEndpoints
{
    private static readonly TimeSpan WrongTokenDelay = TimeSpan.FromSeconds(1);

    public static void MapLogin(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/login", (HttpContext context, IAntiforgery antiforgery, [FromQuery] string? failed) =>
        {
            var tokens = antiforgery.GetAndStoreTokens(context);
            return Results.Content($$"""
                <!doctype html><html lang="en"><meta charset="utf-8"><title>TRM Lab</title>
                <style>body { font: 15px system-ui; display: grid; place-items: center; min-height: 90vh; } input, button { font: inherit; padding: .4em; }</style>
                <form method="post" action="/login"><p>{{Words(failed)}}</p>
                <label>Access token <input type="password" name="token" autofocus required autocomplete="current-password"></label>
                <input type="hidden" name="{{tokens.FormFieldName}}" value="{{tokens.RequestToken}}"> <button>Sign in</button></form></html>
                """, "text/html");
        }).AllowAnonymous();

        routes.MapPost("/login", async (HttpContext context, AccessToken secret, TokenGuesses guesses, [FromForm(Name = "token")] string given) =>
        {
            switch (guesses.LevelOf(context, secret, given))
            {
                case null:
                    return Results.Redirect("/login?failed=often");
                case TokenLevel.None:
                    // Guessing 192 bits is hopeless anyway; a chosen, short token should not be tried at full speed.
                    await Task.Delay(WrongTokenDelay);
                    return Results.Redirect("/login?failed=true");
                case { } level:
                    await LabSecurity.SignInAsync(context, secret, level);
                    return Results.Redirect("/");
            }
        }).AllowAnonymous();
    }

    private static string Words(string? failed) => failed switch
    {
        null => "The server printed an access token when it started.",
        "often" => "Too many wrong tokens: wait a minute.",
        _ => "That token is wrong.",
    };
}
