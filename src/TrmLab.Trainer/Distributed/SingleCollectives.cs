using static TorchSharp.torch;

namespace TrmLab.Trainer.Distributed;

/// <summary>One process: nothing to agree on.</summary>
public sealed class SingleCollectives : ICollectives
{
    /// <inheritdoc/>
    public int Rank => 0;

    /// <inheritdoc/>
    public int Size => 1;

    /// <inheritdoc/>
    public string Description => "one process";

    /// <summary>Leaves the values as they are.</summary>
    public void Sum(Tensor values)
    {
    }

    /// <summary>Leaves the values as they are.</summary>
    public void Broadcast(Tensor values)
    {
    }

    /// <inheritdoc/>
    public void Gather(Tensor part, Tensor all) => all.view(part.shape).copy_(part);

    /// <summary>There is nobody else.</summary>
    public void Abort(int exitCode)
    {
    }

    /// <summary>Holds nothing.</summary>
    public void Dispose()
    {
    }
}
