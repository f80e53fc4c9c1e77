using TrmLab.Trainer.Model;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Inference;

/// <summary>
/// A plane through states of one kind (y or z): the mean and the two directions of largest variance of the population that it was fitted
/// on, each state taken as one vector of L x D numbers.
/// </summary>
public sealed class StatePlane : IDisposable
{
    // The stored integers reach twice as far as the population, so that a path that leaves it is still drawn.
    private const double Reach = 2.0 / short.MaxValue;

    private readonly Tensor _mean;
    private readonly Tensor _directions;

    private StatePlane(Tensor mean, Tensor directions, double[] variance, double scale)
    {
        (_mean, _directions) = (mean.DetachFromDisposeScope(), directions.DetachFromDisposeScope());
        (Variance, Scale) = (variance, scale);
    }

    /// <summary>Share of the population's variance along each direction.</summary>
    public double[] Variance { get; }

    /// <summary>Coordinate per unit of the integers that a trace stores.</summary>
    public double Scale { get; }

    /// <summary>Fits a plane by the eigenvectors of the states' Gram matrix, which is small although the states are long.</summary>
    /// <param name="states">[n, L, D] of any type; n of 1 or more.</param>
    public static StatePlane Fit(Tensor states)
    {
        using var scope = NewDisposeScope();
        using var gradient = no_grad();
        var flat = states.to(ScalarType.Float32).reshape(states.shape[0], -1);
        var mean = flat.mean([0L]);
        var centred = flat.sub(mean);
        var (values, vectors) = linalg.eigh(centred.mm(centred.t()).to(ScalarType.Float64));
        var total = Math.Max(values.sum().item<double>(), double.Epsilon);
        var count = (int)Math.Min(2, states.shape[0]);
        // Ascending; the largest are last. A direction without variance stays zero.
        var largest = values.narrow(0, states.shape[0] - count, count).flip(0).AtLeast(0.0);
        var weights = vectors.narrow(1, states.shape[0] - count, count).flip(1).to(ScalarType.Float32);
        var directions = weights.t().mm(centred);
        directions = directions.div(directions.norm(1, keepdim: true).AtLeast(1e-20));
        if (count < 2)
            directions = nn.functional.pad(directions, [0, 0, 0, 2 - count]);

        var extent = centred.mm(directions.t()).abs().max().item<float>();
        var variance = largest.Over(total).cpu().data<double>().ToArray();
        return new StatePlane(mean, directions, [.. variance.Concat([0.0, 0.0]).Take(2)], Math.Max(extent, 1e-6) * Reach);
    }

    /// <summary>States [n, L, D] to coordinates [n, 2], float32.</summary>
    public Tensor Project(Tensor states)
    {
        using var scope = NewDisposeScope();
        return states.to(ScalarType.Float32).reshape(states.shape[0], -1).sub(_mean).mm(_directions.t()).MoveToOuterDisposeScope();
    }

    /// <summary>Coordinates as a trace stores them; what lies beyond reach is put on the edge.</summary>
    public short[] Stored(Tensor coordinates)
    {
        using var scope = NewDisposeScope();
        var values = coordinates.cpu().contiguous().data<float>();
        return [.. values.Select(value => float.IsFinite(value) ? (short)Math.Clamp(Math.Round(value / Scale), short.MinValue, short.MaxValue) : (short)0)];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _mean.Dispose();
        _directions.Dispose();
    }
}
