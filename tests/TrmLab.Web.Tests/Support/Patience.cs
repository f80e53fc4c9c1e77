using System.Diagnostics;

namespace TrmLab.Web.Tests.Support;

/// <summary>Waits for what comes from other processes.</summary>
internal static class Patience
{
    /// <summary>Far longer than anything takes on a machine that is busy.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>Asks until the answer is yes; fails when the patience ends.</summary>
    public static void Until(Func<bool> condition, Func<string> what)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(clock.Elapsed < Limit, "expected " + what());
            Thread.Sleep(100);
        }
    }
}
