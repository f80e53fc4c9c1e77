namespace TrmLab.Trainer.Distributed.Liveness;

/// <summary>Watches the other ranks, so that one that dies or hangs ends the run with a reason.</summary>
internal interface IRankWatch : IDisposable
{
    /// <summary>Tells the others that this rank cannot go on; called before the process ends by an error.</summary>
    void Fail(string reason);

    /// <summary>The run is over for every rank: from now on connections that close are no deaths.</summary>
    void Complete();
}
