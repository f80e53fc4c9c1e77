namespace TrmLab.Web.Jobs;

/// <summary>Where a job stands.</summary>
public enum JobState
{
    /// <summary>Waits for the jobs before it.</summary>
    Queued,

    /// <summary>At work.</summary>
    Running,

    /// <summary>Finished.</summary>
    Done,

    /// <summary>Ended by an error, or with the dashboard.</summary>
    Failed,

    /// <summary>Ended by the user.</summary>
    Cancelled,
}
