using System.Runtime.InteropServices;

namespace TrmLab.Web.Store;

/// <summary>
/// Points of one metric in a row of their own, so that a long curve is read by the block: a row of <c>points</c> costs 0.3 us, and fifty
/// runs of 65,000 steps have three million. The chunks of a metric hold its first points and each as many; what they do not hold, and
/// everything that is written, is in <c>points</c> alone.
/// </summary>
internal static class PointChunk
{
    /// <summary>Points of a chunk.</summary>
    public const int Size = 1024;

    /// <summary>Steps and values in pairs, as they lie in memory (little endian on every machine that .NET runs on).</summary>
    public static byte[] Pack(ReadOnlySpan<MetricPoint> points) => MemoryMarshal.AsBytes(points).ToArray();

    /// <summary>The points of <see cref="Pack"/>.</summary>
    public static ReadOnlySpan<MetricPoint> Unpack(ReadOnlySpan<byte> data) => MemoryMarshal.Cast<byte, MetricPoint>(data);
}
