using System.Threading.RateLimiting;

namespace TrmLab.Web.Security;

/// <summary>
/// Limits how often a token may be shown that is wrong, by whichever way. Over the limit nothing is compared any more, so that an answer
/// tells nothing; whoever is signed in by a cookie is not concerned.
/// </summary>
public sealed class TokenGuesses : IDisposable
{
    private static readonly FixedWindowRateLimiterOptions PerAddress = new() { PermitLimit = 10, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 };

    private readonly PartitionedRateLimiter<HttpContext> _wrong = PartitionedRateLimiter.Create<HttpContext, string>(
        c => RateLimitPartition.GetFixedWindowLimiter(c.Connection.RemoteIpAddress?.ToString() ?? "", _ => PerAddress));

    /// <summary>What a token opens that a request carries; null if its address has shown too many wrong ones within a minute.</summary>
    public TokenLevel? LevelOf(HttpContext context, AccessToken secret, string? given)
    {
        if (_wrong.GetStatistics(context) is { CurrentAvailablePermits: <= 0 }) return null;
        var level = secret.LevelOf(given);
        if (level == TokenLevel.None) _wrong.AttemptAcquire(context).Dispose();
        return level;
    }

    public void Dispose() => _wrong.Dispose();
}
