namespace TrmLab.Faults.Fuzzing;

/// <summary>What came of it.</summary>
/// <param name="Target">Which reader.</param>
/// <param name="Inputs">How many inputs were read.</param>
/// <param name="Refused">How many of them were refused with a message.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="MostBytes">Most memory that one input took.</param>
/// <param name="Failure">The first defect; null if there was none.</param>
public sealed record FuzzReport(string Target, long Inputs, long Refused, TimeSpan Elapsed, long MostBytes, string? Failure)
{
    public override string ToString() =>
        $"| {Target} | {Inputs:N0} inputs | {Refused:N0} refused | {Elapsed.TotalSeconds:0} s | {MostBytes / 1024:N0} KiB at most | {(Failure is null ? "clean" : "DEFECT: " + Failure)} |";
}
