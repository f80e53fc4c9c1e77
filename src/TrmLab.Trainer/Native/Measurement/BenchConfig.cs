using TrmLab.Core.Configuration;

namespace TrmLab.Trainer.Native.Measurement;

/// <summary>A configuration whose speed is followed over time, on synthetic data of the same sizes.</summary>
/// <param name="Name">Short name.</param>
/// <param name="Description">What it stands for, in words.</param>
/// <param name="Shape">Network and data sizes.</param>
/// <param name="BatchSize">Sequences per step.</param>
public sealed record BenchConfig(string Name, string Description, ModelShape Shape, int BatchSize)
{
    /// <summary>Multiplications and additions of a whole step's matrix products, in 10^9: forward, and twice that backward for the last recursion.</summary>
    public double Gigaflop
    {
        get
        {
            var arch = Shape.Arch;
            double rows = (double)BatchSize * Shape.TotalLength, width = arch.HiddenSize;
            var feature = 2 * rows * 3 * width * Shape.InnerWidth(arch.HiddenSize);
            var mixing = arch.TokenMlp
                ? 2.0 * BatchSize * width * 3 * Shape.TotalLength * Shape.InnerWidth(Shape.TotalLength)
                : 2 * rows * 4 * width * arch.Heads * Shape.HeadWidth + 4 * rows * Shape.TotalLength * arch.Heads * Shape.HeadWidth;
            var calls = arch.LatentSteps + 1;
            return arch.Layers * (feature + mixing) * calls * (arch.RecursionCycles - 1 + 3) / 1e9;
        }
    }
}
