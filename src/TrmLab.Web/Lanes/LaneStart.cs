namespace TrmLab.Web.Lanes;

/// <summary>A trainer that was begun.</summary>
/// <param name="Job">The lane's name for it, kept in the run's launch record; a process id or a job's number.</param>
/// <param name="Ended">Ends with its exit code; null where the lane only sees it from outside.</param>
public sealed record LaneStart(string Job, Task<int>? Ended);
