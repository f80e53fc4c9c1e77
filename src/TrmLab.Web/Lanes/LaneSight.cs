namespace TrmLab.Web.Lanes;

/// <summary>How a lane sees a run that it started.</summary>
/// <param name="Alive">Whether its trainer lives; stands in for the file lock.</param>
/// <param name="Waiting">Why it has not begun yet, such as a cluster's queue; empty otherwise. However long that takes, the run is Starting.</param>
/// <param name="Gone">Why it is no more, for a run that ended without a word; empty if the lane does not know.</param>
/// <param name="TakenBack">It is no more because somebody took it back: stopped, rather than lost.</param>
public sealed record LaneSight(bool Alive, string Waiting = "", string Gone = "", bool TakenBack = false);
