using TorchSharp.Modules;
using TrmLab.Trainer.Model;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Optimization;

/// <summary>
/// Momentum whose matrix is replaced by the nearest orthogonal one (five Newton-Schulz iterations, Nesterov momentum), for the matrices
/// inside the blocks; embeddings, heads and biases go to AdamW. An update is scaled by 0.2 sqrt(longer side), which gives it the size
/// of an AdamW update, so that learning rate and decay mean the same.
/// </summary>
public sealed class Muon : IWeightOptimizer
{
    private const double Momentum = 0.95;
    private const double UpdateSize = 0.2;
    private const int Iterations = 5;
    private const double Tiny = 1e-7;

    private readonly List<(string Name, Parameter Weight, Tensor Momentum)> _matrices = [];
    private readonly AdamW _rest;
    private readonly double _weightDecay;

    /// <param name="joined">Whether AdamW updates weights that are neighbours in memory together; null: on a GPU.</param>
    public Muon(IReadOnlyList<(string name, Parameter parameter)> weights, double beta1, double beta2, double weightDecay, bool? joined = null)
    {
        _weightDecay = weightDecay;
        _rest = new AdamW(weights.Where(weight => !IsInBlock(weight)), beta1, beta2, weightDecay, joined);
        using var gradient = no_grad();
        foreach (var (name, weight) in weights.Where(IsInBlock))
            _matrices.Add((name, weight, zeros_like(weight).DetachFromDisposeScope()));
    }

    /// <inheritdoc/>
    public long StepCount
    {
        get => _rest.StepCount;
        set => _rest.StepCount = value;
    }

    /// <inheritdoc/>
    public IEnumerable<(string Name, Tensor Value)> State => _matrices.Select(entry => ($"momentum/{entry.Name}", entry.Momentum)).Concat(_rest.State);

    /// <inheritdoc/>
    public void Step(double learningRate)
    {
        _rest.Step(learningRate);
        using var gradient = no_grad();
        foreach (var (_, weight, momentum) in _matrices)
        {
            using var scope = NewDisposeScope();
            if (weight.grad is not { } grad)
                continue;
            momentum.Scale(Momentum).Add(grad, 1 - Momentum);
            var direction = Orthogonal(grad.Times(1 - Momentum).Add(momentum, Momentum));
            weight.Scale(1 - (learningRate * _weightDecay)).Add(direction, -learningRate * UpdateSize * Math.Sqrt(Math.Max(weight.shape[0], weight.shape[1])));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, _, momentum) in _matrices)
            momentum.Dispose();
        _rest.Dispose();
    }

    // A polynomial that pulls all singular values towards 1 (coefficients of the published method, which trade exactness for speed).
    internal static Tensor Orthogonal(Tensor matrix)
    {
        using var scope = NewDisposeScope();
        const double A = 3.4445;
        const double B = -4.7750;
        const double C = 2.0315;
        var tall = matrix.shape[0] > matrix.shape[1];
        var x = tall ? matrix.t() : matrix;
        x = x.div(x.norm().Plus(Tiny));
        for (var i = 0; i < Iterations; i++)
        {
            var gram = x.mm(x.t());
            x = x.Times(A).Plus(gram.Times(B).Plus(gram.mm(gram), C).mm(x));
        }

        return (tall ? x.t() : x).MoveToOuterDisposeScope();
    }

    private static bool IsInBlock((string name, Parameter parameter) weight) =>
        weight.parameter.dim() == 2 && weight.name.Contains(".layers.", StringComparison.Ordinal);
}
