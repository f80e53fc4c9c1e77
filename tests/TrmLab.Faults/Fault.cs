namespace TrmLab.Faults;

/// <summary>Something that goes wrong, tried again and again on the real programs.</summary>
/// <param name="Name">The word on the command line.</param>
/// <param name="Holds">What must hold all the same.</param>
/// <param name="Full">How often it is tried outside continuous integration.</param>
/// <param name="Short">How often within; 0 for a fault that is tried by hand only.</param>
/// <param name="TryAsync">Tries it <see cref="FaultRun.Count"/> times; returns what was measured, throws <see cref="FaultFailure"/> where the promise does not hold.</param>
public sealed record Fault(string Name, string Holds, int Full, int Short, Func<FaultRun, Task<string>> TryAsync);

/// <summary>A promise that did not hold.</summary>
public sealed class FaultFailure(string message) : Exception(message);

/// <summary>A fault that cannot be made on this machine.</summary>
public sealed class FaultSkipped(string message) : Exception(message);
