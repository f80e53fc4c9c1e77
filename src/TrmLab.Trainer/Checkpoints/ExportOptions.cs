using TrmLab.Trainer.Checkpoints.Arrays;

namespace TrmLab.Trainer.Checkpoints;

/// <summary>Which of a checkpoint's weights.</summary>
public enum WeightsKind
{
    /// <summary>As trained.</summary>
    Raw,

    /// <summary>Averaged; what the reference saves.</summary>
    Ema,
}

/// <summary>How to write weights for other programs.</summary>
public sealed record ExportOptions
{
    /// <summary>Keys of the reference's saved state dicts with torch.compile, its default.</summary>
    public const string CompiledPrefix = "_orig_mod.model.inner.";

    /// <summary>Keys of the reference's saved state dicts with DISABLE_COMPILE.</summary>
    public const string PlainPrefix = "model.inner.";

    /// <summary>A checkpoint directory.</summary>
    public required string Checkpoint { get; init; }

    /// <summary>The file: safetensors if it ends so, else a zip as torch.save writes it.</summary>
    public required string File { get; init; }

    /// <summary>Which weights; null takes the averaged ones where there are any, as the reference does.</summary>
    public WeightsKind? Weights { get; init; }

    /// <summary>Put before every key; the reference loads strictly, so it must be the one that its own run would save.</summary>
    public string Prefix { get; init; } = CompiledPrefix;

    /// <summary>
    /// Type of the initial states, float32 or bfloat16: the reference takes the type of its activations from them, so they must be in its forward
    /// type. Null takes that of the run, or for imported weights the configuration's, float32 where that leaves it open.
    /// </summary>
    public ElementType? InitialStates { get; init; }
}
