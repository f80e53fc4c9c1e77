namespace TrmLab.Trainer.Distributed;

/// <summary>The ranks can no longer work together: one of them, or the way to it, is gone. The run ends and can be resumed.</summary>
public sealed class CollectiveException(string message) : Exception(message);
