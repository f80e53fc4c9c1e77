namespace TrmLab.Web.Supervision;

/// <summary>A deleted run that can be had back.</summary>
/// <param name="Run">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Bytes">Bytes on the disk, free once it is removed for good.</param>
/// <param name="Deleted">When it was deleted.</param>
public sealed record TrashedRun(string Run, string Name, long Bytes, DateTimeOffset Deleted);
