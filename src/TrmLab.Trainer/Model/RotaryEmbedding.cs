using static TorchSharp.torch;

namespace TrmLab.Trainer.Model;

/// <summary>Rotary positions over all L tokens (the puzzle embedding's included), "rotate half" layout, applied in float32.</summary>
public sealed class RotaryEmbedding : IDisposable
{
    /// <param name="headWidth">Even width of a head.</param>
    /// <param name="length">Positions L.</param>
    /// <param name="theta">Base of the frequencies.</param>
    public RotaryEmbedding(long headWidth, long length, double theta, Device device)
    {
        using var scope = NewDisposeScope();
        // On the CPU and in float32 on every device: at position 900 the rounding of the angle is visible.
        var exponents = tensor(Numbers(headWidth / 2, 2)).Over(headWidth);
        var frequencies = tensor((float)theta).pow(exponents).reciprocal();
        var angles = outer(tensor(Numbers(length, 1)), frequencies);
        var both = cat([angles, angles], -1);
        Cosine = both.cos().to(device).DetachFromDisposeScope();
        Sine = both.sin().to(device).DetachFromDisposeScope();
    }

    /// <summary>[L, head width], float32.</summary>
    public Tensor Cosine { get; }

    /// <summary>[L, head width], float32.</summary>
    public Tensor Sine { get; }

    /// <summary>Rotates queries or keys [B, L, heads, head width]; rounded once, to their own type.</summary>
    public Tensor Rotate(Tensor heads)
    {
        using var scope = NewDisposeScope();
        var wide = heads.to(ScalarType.Float32);
        var halves = wide.chunk(2, -1);
        var rotated = cat([halves[1].neg(), halves[0]], -1);
        return wide.mul(Cosine.unsqueeze(-2)).Plus(rotated.mul(Sine.unsqueeze(-2))).to(heads.dtype).MoveToOuterDisposeScope();
    }

    private static float[] Numbers(long count, int stride) => [.. Enumerable.Range(0, (int)count).Select(index => (float)(index * stride))];

    /// <inheritdoc/>
    public void Dispose()
    {
        Cosine.Dispose();
        Sine.Dispose();
    }
}
