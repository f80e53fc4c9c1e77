using static TorchSharp.torch;

namespace TrmLab.Trainer.Distributed.Liveness;

/// <summary>Notes when the training thread enters and leaves a collective, and gives the watch time to say why one has failed.</summary>
internal sealed class WatchedCollectives(ICollectives inner, RankProgress progress) : ICollectives
{
    // The watch ends the process as soon as it knows which rank is gone; that says more than the library's error.
    private static readonly TimeSpan WatchFirst = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public int Rank => inner.Rank;

    /// <inheritdoc/>
    public int Size => inner.Size;

    /// <inheritdoc/>
    public string Description => inner.Description;

    /// <inheritdoc/>
    public void Sum(Tensor values) => Watched(() => inner.Sum(values));

    /// <inheritdoc/>
    public void Broadcast(Tensor values) => Watched(() => inner.Broadcast(values));

    /// <inheritdoc/>
    public void Gather(Tensor part, Tensor all) => Watched(() => inner.Gather(part, all));

    /// <inheritdoc/>
    public void Abort(int exitCode) => inner.Abort(exitCode);

    /// <inheritdoc/>
    public void Dispose() => inner.Dispose();

    private void Watched(Action call)
    {
        progress.Enter();
        try
        {
            call();
        }
        catch (CollectiveException)
        {
            Thread.Sleep(WatchFirst);
            throw;
        }

        progress.Leave();
    }
}
