namespace TrmLab.Core.Fetching;

/// <summary>A failure that a further attempt may get over.</summary>
internal sealed class ConnectionCutException(string reason, TimeSpan? retryAfter = null) : Exception(reason)
{
    /// <summary>The pause that the server asked for.</summary>
    internal TimeSpan? RetryAfter { get; } = retryAfter;
}
