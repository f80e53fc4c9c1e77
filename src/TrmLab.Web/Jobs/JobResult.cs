namespace TrmLab.Web.Jobs;

/// <summary>What a finished job leads to.</summary>
/// <param name="Address">The page where its result is, relative to the program's base.</param>
/// <param name="Label">What can be done there.</param>
/// <param name="Figure">The result in a few words; empty where there is no figure.</param>
public sealed record JobResult(string Address, string Label, string Figure = "");
