namespace TrmLab.Web.Supervision;

/// <summary>Waiting that ends, rather than throws, when the program ends.</summary>
internal static class TimerExtensions
{
    /// <summary>True at the next tick, false when cancelled.</summary>
    public static async ValueTask<bool> NextAsync(this PeriodicTimer timer, CancellationToken cancellation)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
