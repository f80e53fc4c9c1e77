using TorchSharp;
using TorchSharp.Modules;
using TrmLab.Trainer.Model;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Optimization;

/// <summary>
/// Weights that are updated by the same operations. On a GPU these are all that lie one after the other in memory: an update is a dozen
/// launches, however many weights there are.
/// </summary>
/// <remarks>
/// On a CPU each weight is its own group. Starting an operation costs nothing there, and libtorch's atan2 of a full vector register differs in
/// the last bit from that of the rest which does not fill one: a result would depend on which weights are neighbours.
/// </remarks>
internal sealed class WeightGroup : IDisposable
{
    private readonly Tensor[] _weights;

    private WeightGroup(IReadOnlyList<(string Name, Parameter Weight)> weights)
    {
        Weights = weights;
        _weights = [.. weights.Select(weight => weight.Weight)];
        Values = FlatTensors.Over(_weights)?.DetachFromDisposeScope() ?? throw new ArgumentException($"{weights[0].Name} is not contiguous float32.", nameof(weights));
    }

    /// <summary>The weights, in the order of their memory.</summary>
    public IReadOnlyList<(string Name, Parameter Weight)> Weights { get; }

    /// <summary>All their values as one vector that shares their memory.</summary>
    public Tensor Values { get; }

    /// <summary>Groups in the order of the weights.</summary>
    /// <param name="joined">Whether neighbours are updated together; null: on a GPU.</param>
    public static IReadOnlyList<WeightGroup> Of(IEnumerable<(string Name, Parameter Weight)> weights, bool? joined = null) =>
        [.. Runs(weights, weight => weight.Weight, joined).Select(run => new WeightGroup(run))];

    /// <summary>Tensors that one operation covers, as vectors where they are several.</summary>
    /// <param name="joined">Whether neighbours are taken together; null: on a GPU.</param>
    public static IEnumerable<Tensor> Vectors(IEnumerable<Tensor> tensors, bool? joined = null) =>
        Runs(tensors, tensor => tensor, joined).Select(run => run is [var single] ? single : FlatTensors.Over(run)!);

    /// <summary>Zeros for something kept per value, such as a moment; the caller's.</summary>
    public FlatTensors NewState() => new(_weights);

    /// <summary>
    /// The gradients as vectors, each with the place in <see cref="Values"/> where its weights begin: one vector if they are neighbours as the
    /// weights are, else one for each weight that has a gradient.
    /// </summary>
    public IEnumerable<(long Start, Tensor Gradient)> Gradients()
    {
        var gradients = Array.ConvertAll(_weights, weight => weight.grad);
        if (gradients.All(grad => grad is not null) && FlatTensors.Over(gradients!) is { } all)
            return [(0, all)];
        return _weights.Zip(gradients).Where(pair => pair.Second is not null)
            .Select(pair => (pair.First.storage_offset() - _weights[0].storage_offset(), pair.Second!.reshape(-1)));
    }

    /// <inheritdoc/>
    public void Dispose() => Values.Dispose();

    private static List<List<T>> Runs<T>(IEnumerable<T> items, Func<T, Tensor> tensor, bool? joined)
    {
        List<List<T>> runs = [];
        foreach (var item in items)
        {
            if (runs.Count > 0 && (joined ?? tensor(item).device_type == DeviceType.CUDA) && FlatTensors.Follows(tensor(runs[^1][^1]), tensor(item)))
                runs[^1].Add(item);
            else
                runs.Add([item]);
        }

        return runs;
    }
}
