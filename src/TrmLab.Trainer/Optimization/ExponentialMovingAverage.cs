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
    private readonly List<(string Name, Parameter Weight, Tensor Shadow)> _shadows = [];
    private readonly double _rate;

    /// <param name="weights">Averaged; the average starts as a copy of them.</param>
    /// <param name="rate">mu: share of the old average that a step keeps.</param>
    public ExponentialMovingAverage(IEnumerable<(string name, Parameter parameter)> weights, double rate)
    {
        _rate = rate;
        using var gradient = no_grad();
        foreach (var (name, weight) in weights)
            _shadows.Add((name, weight, weight.clone().DetachFromDisposeScope()));
    }

    /// <summary>The averages by weight name; write into them to restore.</summary>
    public IEnumerable<(string Name, Tensor Value)> Shadows => _shadows.Select(entry => (entry.Name, entry.Shadow));

    /// <summary>Forgets the past: the average is a copy of the weights again.</summary>
    public void Restart()
    {
        using var gradient = no_grad();
        foreach (var (_, weight, shadow) in _shadows)
            shadow.copy_(weight);
    }

    /// <summary>Takes the weights as they are now into the average.</summary>
    public void Update()
    {
        using var gradient = no_grad();
        foreach (var (_, weight, shadow) in _shadows)
            shadow.Scale(_rate).Add(weight, 1 - _rate);
    }

    /// <summary>Writes the average into another network, such as the <see cref="TinyRecursiveModel.Twin"/> that is evaluated.</summary>
    public void CopyTo(TinyRecursiveModel target)
    {
        using var gradient = no_grad();
        foreach (var ((name, _, shadow), (targetName, weight)) in _shadows.Zip(target.Weights))
        {
            if (name != targetName)
                throw new ArgumentException($"The target's weight '{targetName}' stands where the average has '{name}'.", nameof(target));
            weight.copy_(shadow);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, _, shadow) in _shadows)
            shadow.Dispose();
    }
}
