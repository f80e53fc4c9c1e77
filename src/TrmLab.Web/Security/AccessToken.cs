using System.Security.Cryptography;
using System.Text;

namespace TrmLab.Web.Security;

/// <summary>What a token opens.</summary>
public enum TokenLevel
{
    /// <summary>Nothing: it is wrong.</summary>
    None,

    /// <summary>Looking.</summary>
    View,

    /// <summary>Looking and changing.</summary>
    Change,
}

/// <summary>The secrets that open the dashboard where it can be reached from other machines.</summary>
/// <param name="Value">The token; null where none is asked for.</param>
/// <param name="View">A second one that only lets look; null for none.</param>
public sealed record AccessToken(string? Value, string? View = null)
{
    /// <summary>Whether a token is asked for.</summary>
    public bool IsRequired => Value is not null;

    /// <summary>A new random token, 192 bits in hexadecimal.</summary>
    public static string NewValue() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    /// <summary>Tells tokens apart without showing them; empty where none is asked for.</summary>
    public string Fingerprint(TokenLevel level) => (level == TokenLevel.View ? View : Value) is { } token ? Convert.ToHexStringLower(Hash(token)) : "";

    /// <summary>What a token opens; takes the same time for every wrong one.</summary>
    public TokenLevel LevelOf(string? given)
    {
        if (given is null) return TokenLevel.None;
        var hash = Hash(given);
        var change = Value is not null & CryptographicOperations.FixedTimeEquals(hash, Hash(Value ?? ""));
        var view = View is not null & CryptographicOperations.FixedTimeEquals(hash, Hash(View ?? ""));
        return change ? TokenLevel.Change : view ? TokenLevel.View : TokenLevel.None;
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
