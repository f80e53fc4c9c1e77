using TrmLab.Core.Runs;

namespace TrmLab.Web.Supervision;

/// <summary>Where a run stands now, with what is known from its directory alone.</summary>
/// <param name="State">Derived phase and reason.</param>
/// <param name="Heartbeat">The trainer's last sign of life.</param>
/// <param name="Pending">Commands that wait to be obeyed.</param>
public sealed record RunStatus(RunState State, Heartbeat? Heartbeat, IReadOnlyList<RunCommandKind> Pending)
{
    /// <summary>Before the first look.</summary>
    public static RunStatus Unknown { get; } = new(new RunState(RunPhase.Prepared, "not looked at yet"), null, []);
}
