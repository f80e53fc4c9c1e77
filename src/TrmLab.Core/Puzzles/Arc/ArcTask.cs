namespace TrmLab.Core.Puzzles.Arc;

/// <summary>One input grid and the output grid it asks for.</summary>
public sealed record ArcPair(ArcGrid Input, ArcGrid Output);

/// <summary>
/// A task: demonstration pairs ("train") and pairs to be solved ("test").
/// <paramref name="TestFirst"/> keeps the key order of the task's JSON object, which the order of a puzzle's examples follows.
/// </summary>
public sealed record ArcTask(string Id, IReadOnlyList<ArcPair> Train, IReadOnlyList<ArcPair> Test, bool TestFirst = false)
{
    /// <summary>All pairs in the order of the JSON object.</summary>
    public IEnumerable<ArcPair> Pairs => TestFirst ? Test.Concat(Train) : Train.Concat(Test);
}

/// <summary>A named set of tasks, such as <c>training</c> or <c>evaluation2</c>, and the file or folder it was read from.</summary>
public sealed record ArcSubset(string Name, string Source, IReadOnlyList<ArcTask> Tasks);
