using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace TrmLab.Web.Security;

/// <summary>Accepts the token of a program: <c>Authorization: Bearer</c>, or <c>access_token</c> on a hub, where browsers cannot set headers.</summary>
public sealed class TokenHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, AccessToken token, TokenGuesses guesses)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>The scheme's name.</summary>
    public const string SchemeName = "Token";

    /// <summary>The claim that says which token was shown.</summary>
    public const string Fingerprint = "token";

    /// <summary>The claim that says what it opens, a <see cref="TokenLevel"/>.</summary>
    public const string Access = "access";

    /// <summary>Who has shown a token, by whichever scheme.</summary>
    public static ClaimsPrincipal Principal(string scheme, AccessToken token, TokenLevel level) =>
        new(new ClaimsIdentity([new Claim(ClaimTypes.Name, "lab"), new Claim(Fingerprint, token.Fingerprint(level)), new Claim(Access, level.ToString())], scheme));

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        var given = header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header[7..]
            : Request.Path.StartsWithSegments("/hubs") ? Request.Query["access_token"].ToString()
            : "";
        if (given.Length == 0) return Task.FromResult(AuthenticateResult.NoResult());
        return Task.FromResult(guesses.LevelOf(Context, token, given) switch
        {
            null => AuthenticateResult.Fail("too many wrong tokens"),
            TokenLevel.None => AuthenticateResult.Fail("wrong token"),
            { } level => AuthenticateResult.Success(new(Principal(Scheme.Name, token, level), Scheme.Name)),
        });
    }
}
