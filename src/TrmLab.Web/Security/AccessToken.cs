using System.Security.Cryptography;
using System.Text;

namespace TrmLab.Web.Security;

/// <summary>The one secret that opens the dashboard where it can be reached from other machines.</summary>
/// <param name="Value">The token; null where none is asked for.</param>
public sealed record AccessToken(string? Value)
{
    /// <summary>Whether a token is asked for.</summary>
    public bool IsRequired => Value is not null;

    /// <summary>A new random token, 192 bits in hexadecimal.</summary>
    public static string NewValue() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    /// <summary>Tells tokens apart without showing them; empty where none is asked for.</summary>
    public string Fingerprint => Value is null ? "" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Value)));

    /// <summary>True for the right token; takes the same time for every wrong one.</summary>
    public bool Matches(string? given) => Value is not null && given is not null
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(Value)));
}
