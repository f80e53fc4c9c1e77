using System.Runtime.InteropServices;

namespace TrmLab.Web.Components.Charts;

/// <summary>All changes of all charts of a page at one tick: one call into the browser, numbers as bytes.</summary>
public sealed class ChartFrame
{
    private readonly List<double> _numbers = [];

    /// <summary>Per patch: chart's element id, curve's index, points kept, points added.</summary>
    public List<ChartPatchHeader> Patches { get; } = [];

    /// <summary>Texts beside the charts, by element id.</summary>
    public Dictionary<string, string> Badges { get; } = [];

    /// <summary>Vertical ranges, by element id: ends in the axis's own measure.</summary>
    public Dictionary<string, double[]> Ranges { get; } = [];

    /// <summary>True if there is nothing to send.</summary>
    public bool IsEmpty => Patches.Count == 0;

    /// <summary>Per patch its x values, then its y values: float64, little endian.</summary>
    public byte[] Bytes => MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_numbers)).ToArray();

    /// <summary>Adds a patch of one curve.</summary>
    public void Add(string element, int trace, TracePatch patch)
    {
        Patches.Add(new ChartPatchHeader(element, trace, patch.Keep, patch.Points.Count));
        _numbers.AddRange(patch.Points.Select(p => p.X));
        _numbers.AddRange(patch.Points.Select(p => p.Y));
    }
}

/// <summary>Where a patch belongs.</summary>
public sealed record ChartPatchHeader(string Id, int Trace, int Keep, int Count);
