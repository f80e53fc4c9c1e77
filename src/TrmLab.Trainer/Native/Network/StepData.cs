namespace TrmLab.Trainer.Native.Network;

/// <summary>Inputs and outputs of one supervision step over a batch of B sequences, as plain memory.</summary>
internal sealed unsafe class StepData
{
    /// <summary>Label that counts in no loss.</summary>
    public const int IgnoreLabel = -100;

    public required NetworkWeights Weights { get; init; }

    public required int BatchSize { get; init; }

    /// <summary>The gradient is that of the total loss divided by this.</summary>
    public required double LossDivisor { get; init; }

    /// <summary>Deep recursions T.</summary>
    public required int Cycles { get; init; }

    /// <summary>Latent recursions n.</summary>
    public required int LatentSteps { get; init; }

    /// <summary>[B, S], each in 0..V-1.</summary>
    public required int* Inputs { get; init; }

    /// <summary>[B, S], each in 0..V-1 or <see cref="IgnoreLabel"/>.</summary>
    public required int* Labels { get; init; }

    /// <summary>[B, row width]; null without a puzzle embedding.</summary>
    public float* PuzzleRows { get; init; }

    /// <summary>y, [B, L, D]: read, then replaced.</summary>
    public required float* Answer { get; init; }

    /// <summary>z, [B, L, D]: read, then replaced.</summary>
    public required float* Latent { get; init; }

    /// <summary>Gets the logits, [B, S, V].</summary>
    public required float* Logits { get; init; }

    /// <summary>Gets the gradient of <see cref="PuzzleRows"/>.</summary>
    public float* PuzzleGradient { get; init; }

    /// <summary>Gets the halting and the continue logit, [B, 2].</summary>
    public required float* HaltLogits { get; init; }
}
