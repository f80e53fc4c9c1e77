namespace TrmLab.Core.Puzzles;

/// <summary>How far the making of a data set has come.</summary>
/// <param name="Stage">What is being done, such as <c>train</c>.</param>
/// <param name="Done">Rows or puzzles so far.</param>
/// <param name="Total">Of how many; null where a streamed file does not say.</param>
public readonly record struct BuildProgress(string Stage, long Done, long? Total);
