namespace TrmLab.Trainer.Model;

/// <summary>How deep a supervision step recurses; it may differ from the configured depth, as in a depth curriculum.</summary>
/// <param name="Cycles">T: deep recursions, of which only the last has a gradient.</param>
/// <param name="LatentSteps">n: updates of z before each update of y.</param>
public sealed record RecursionDepth(int Cycles, int LatentSteps);
