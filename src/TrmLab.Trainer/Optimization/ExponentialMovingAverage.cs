using TorchSharp.Modules;
using TrmLab.Trainer.Model;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Optimization;

/// <summary>
/// Running average of all trained weights in float32: shadow = (1 - mu) w + mu shadow after every step, from the initial weights, without
/// warm-up or bias correction. Buffers (puzzle embedding, initial states) are not averaged.
/// </summary>
public sealed class ExponentialMovingAverage : IDisposable
{
    private readonly (WeightGroup Group, FlatTensors Shadow)[] _groups;
    private readonly double _rate;

    /// <param name="weights">Averaged; the average starts as a copy of them.</param>
    /// <param name="rate">mu: share of the old average that a step keeps.</param>
    public ExponentialMovingAverage(IEnumerable<(string name, Parameter parameter)> weights, double rate)
        : this(weights, rate, null)
    {
    }

    /// <param name="joined">Whether weights that are neighbours in memory are averaged together; null: on a GPU.</param>
    internal ExponentialMovingAverage(IEnumerable<(string name, Parameter parameter)> weights, double rate, bool? joined)
    {
        _rate = rate;
        _groups = [.. WeightGroup.Of(weights, joined).Select(group => (group, group.NewState()))];
        Restart();
    }

    /// <summary>The averages by weight name; write into them to restore.</summary>
    public IEnumerable<(string Name, Tensor Value)> Shadows =>
        _groups.SelectMany(entry => entry.Group.Weights.Zip(entry.Shadow.Views, (weight, view) => (weight.Name, view)));

    /// <summary>Forgets the past: the average is a copy of the weights again.</summary>
    public void Restart()
    {
        using var scope = NewDisposeScope();
        using var gradient = no_grad();
        foreach (var (group, shadow) in _groups)
            shadow.Buffer.copy_(group.Values);
    }

    /// <summary>Takes the weights as they are now into the average.</summary>
    public void Update()
    {
        using var scope = NewDisposeScope();
        using var gradient = no_grad();
        foreach (var (group, shadow) in _groups)
            shadow.Buffer.Scale(_rate).Add(group.Values, 1 - _rate);
    }

    /// <summary>Writes the average into another network, such as the <see cref="TinyRecursiveModel.Twin"/> that is evaluated.</summary>
    public void CopyTo(TinyRecursiveModel target)
    {
        using var gradient = no_grad();
        foreach (var ((name, shadow), (targetName, weight)) in Shadows.Zip(target.Weights))
        {
            if (name != targetName)
                throw new ArgumentException($"The target's weight '{targetName}' stands where the average has '{name}'.", nameof(target));
            weight.copy_(shadow);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (group, shadow) in _groups)
        {
            shadow.Dispose();
            group.Dispose();
        }
    }
}
