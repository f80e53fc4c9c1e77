namespace TrmLab.Web.Lanes;

/// <summary>What a lane is.</summary>
public enum LaneKind
{
    /// <summary>The processors of this machine.</summary>
    Cpu,

    /// <summary>One GPU of this machine.</summary>
    Gpu,

    /// <summary>Other machines.</summary>
    Remote,
}
