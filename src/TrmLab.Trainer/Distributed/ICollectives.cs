using static TorchSharp.torch;

namespace TrmLab.Trainer.Distributed;

/// <summary>
/// What the ranks of one run do together. Every rank calls the same methods in the same order with tensors of the same sizes; a call
/// returns when this rank's result is there. Only the training thread calls, but <see cref="Abort"/> comes from anywhere.
/// </summary>
public interface ICollectives : IDisposable
{
    /// <summary>This process among the others, from 0.</summary>
    int Rank { get; }

    /// <summary>Processes.</summary>
    int Size { get; }

    /// <summary>For people: which library, which version.</summary>
    string Description { get; }

    /// <summary>
    /// Replaces the values by their sum over all ranks, the same bits on each. Of 2, 4, 8, ... ranks on CPUs neighbours are added first, then
    /// pairs of neighbours, so that the sum goes on with the one that each rank has made in the same way; elsewhere the order is the library's.
    /// </summary>
    /// <param name="values">Contiguous, float32 or float64.</param>
    /// <exception cref="CollectiveException">A rank or the connection to it is gone.</exception>
    void Sum(Tensor values);

    /// <summary>Replaces the values by those of rank 0.</summary>
    /// <param name="values">Contiguous, any type.</param>
    /// <exception cref="CollectiveException">A rank or the connection to it is gone.</exception>
    void Broadcast(Tensor values);

    /// <summary>Collects the parts of all ranks in the ranks' order.</summary>
    /// <param name="part">Contiguous, any type.</param>
    /// <param name="all">Contiguous, of the same type, as many values as all parts together.</param>
    /// <exception cref="CollectiveException">A rank or the connection to it is gone.</exception>
    void Gather(Tensor part, Tensor all);

    /// <summary>Asks the launcher to end every rank. May return.</summary>
    void Abort(int exitCode);
}
