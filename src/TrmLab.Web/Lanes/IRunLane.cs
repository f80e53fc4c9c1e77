using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;

namespace TrmLab.Web.Lanes;

/// <summary>A place where runs are trained: a GPU or the CPU of this machine, or a partition of a cluster. Each has a queue of its own.</summary>
public interface IRunLane
{
    /// <summary>Stable across restarts; letters, digits, dots, dashes and underscores, since it names the queue's file.</summary>
    string Id { get; }

    /// <summary>For people.</summary>
    string Name { get; }

    LaneKind Kind { get; }

    /// <summary>How many runs it takes at once from its queue.</summary>
    int Capacity { get; }

    /// <summary>The configuration as this lane runs it: with the device that the trainer sees there.</summary>
    RunConfig Adapt(RunConfig config);

    /// <summary>Refuses a request that the place would not take.</summary>
    /// <exception cref="Core.InputException">Why not.</exception>
    void Check(LaneRequest request)
    {
    }

    /// <summary>
    /// Begins a trainer and returns at once. The process must take the run's <see cref="StartTicket"/> first and end with
    /// <see cref="StartTicket.TooLate"/> if it is gone; so the call may be repeated after a crash.
    /// </summary>
    /// <param name="run">The run, with its configuration in place.</param>
    /// <param name="arguments">The trainer's arguments.</param>
    /// <exception cref="Core.InputException">It cannot be started; the message is the run's reason.</exception>
    LaneStart Start(RunDirectory run, IReadOnlyList<string> arguments);

    /// <summary>Whether <see cref="StartAll"/> can be given several runs.</summary>
    bool TakesArrays => false;

    /// <summary>Begins the trainers of several runs with the same request at once, all or none; otherwise like <see cref="Start"/>.</summary>
    IReadOnlyList<LaneStart> StartAll(IReadOnlyList<RunDirectory> runs) => throw new NotSupportedException($"{Name} takes runs one by one");

    /// <summary>Whether <see cref="Cancel"/> can take back a start that waits outside this machine.</summary>
    bool CanCancel => false;

    /// <summary>Takes back what was started and has not reported yet.</summary>
    void Cancel(RunDirectory run, LaunchRecord launch)
    {
    }

    /// <summary>What the lane itself knows of a run's trainer; null where lock and heartbeat decide.</summary>
    /// <param name="run">The run.</param>
    /// <param name="launch">Its last launch.</param>
    /// <param name="last">The last event that says something about life; null without one.</param>
    /// <param name="heartbeat">The last heartbeat.</param>
    /// <param name="now">The time to judge by.</param>
    LaneSight? Look(RunDirectory run, LaunchRecord launch, RunEvent? last, Heartbeat? heartbeat, DateTimeOffset now) => null;

    /// <summary>What the device does now; quick, from what was read last.</summary>
    LaneReading Read();
}
