namespace TrmLab.Web.Lanes;

/// <summary>What a device does now.</summary>
/// <param name="Figures">Utilisation, memory, temperature and the like.</param>
/// <param name="Processes">Who uses it, foreign processes too.</param>
/// <param name="Problem">Why nothing could be read; empty otherwise.</param>
public sealed record LaneReading(IReadOnlyList<LaneFigure> Figures, IReadOnlyList<LaneProcess> Processes, string Problem = "");

/// <summary>One figure of a device.</summary>
/// <param name="Name">What.</param>
/// <param name="Value">How much, with its unit.</param>
/// <param name="Share">Of the whole, 0 to 1, for a bar; null where there is no whole.</param>
public sealed record LaneFigure(string Name, string Value, double? Share = null);

/// <summary>A process on a device; it is shown and never touched.</summary>
/// <param name="Pid">Its id on this machine.</param>
/// <param name="Name">The program.</param>
/// <param name="MemoryBytes">Memory of the device that it uses; null if that is not told.</param>
public sealed record LaneProcess(int Pid, string Name, long? MemoryBytes);
