using System.Text.Json.Serialization;

namespace TrmLab.Core.Configuration;

/// <summary>The published network variants, by the reference's names.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Variant>))]
public enum Variant
{
    /// <summary>Two latents, y (answer) and z (reasoning), one shared network.</summary>
    [JsonStringEnumMemberName("trm")] Trm,

    /// <summary>Only z: n times z = f(z + x), then z = f(z).</summary>
    [JsonStringEnumMemberName("trm_singlez")] TrmSingleZ,

    /// <summary>Six z features beside y.</summary>
    [JsonStringEnumMemberName("trm_hier6")] TrmHier6,

    /// <summary>The Hierarchical Reasoning Model: two networks, one-step gradient.</summary>
    [JsonStringEnumMemberName("hrm")] Hrm,

    /// <summary>Baseline: one network, once per supervision step.</summary>
    [JsonStringEnumMemberName("transformer")] Transformer,
}

/// <summary>How tokens see each other.</summary>
public enum Mixer
{
    /// <summary>Multi-head self-attention over the sequence.</summary>
    Attention,

    /// <summary>A SwiGLU over the sequence axis (<c>mlp_t</c>).</summary>
    TokenMlp,
}

/// <summary>Position information; the token MLP needs none.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PositionEncoding>))]
public enum PositionEncoding
{
    /// <summary>Rotary, on q and k.</summary>
    [JsonStringEnumMemberName("rope")] Rope,

    /// <summary>A trained vector per position, added to the input.</summary>
    [JsonStringEnumMemberName("learned")] Learned,

    /// <summary>None.</summary>
    [JsonStringEnumMemberName("none")] None,
}

/// <summary>Data type of the forward pass; weights, gradients and optimiser state are always float32.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ForwardType>))]
public enum ForwardType
{
    /// <summary>32-bit floating point.</summary>
    [JsonStringEnumMemberName("float32")] Float32,

    /// <summary>16-bit brain floating point.</summary>
    [JsonStringEnumMemberName("bfloat16")] BFloat16,

    /// <summary>bfloat16 where the machine multiplies it fast, else float32.</summary>
    [JsonStringEnumMemberName("auto")] Auto,
}

/// <summary>Token loss.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TokenLoss>))]
public enum TokenLoss
{
    /// <summary>Stable-max in float64, the published choice.</summary>
    [JsonStringEnumMemberName("stablemax_cross_entropy")] StableMax,

    /// <summary>The usual softmax.</summary>
    [JsonStringEnumMemberName("softmax_cross_entropy")] SoftMax,
}

/// <summary>What turns gradients into updates of the weights; the puzzle embedding has its own.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WeightOptimizer>))]
public enum WeightOptimizer
{
    /// <summary>AdamATan2 as published: bias correction outside the atan2.</summary>
    [JsonStringEnumMemberName("adam_atan2")] AdamAtan2,

    /// <summary>AdamATan2 with the bias correction inside, as the formula is usually written.</summary>
    [JsonStringEnumMemberName("adam_atan2_textbook")] AdamAtan2Textbook,

    /// <summary>Adam with decoupled weight decay.</summary>
    [JsonStringEnumMemberName("adamw")] AdamW,

    /// <summary>Muon for the matrices inside the blocks, AdamW for embeddings and heads.</summary>
    [JsonStringEnumMemberName("muon")] Muon,
}

/// <summary>Which implementation computes forward and backward.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StepEngine>))]
public enum StepEngine
{
    /// <summary>The fastest that covers the configuration on the device.</summary>
    [JsonStringEnumMemberName("auto")] Auto,

    /// <summary>TorchSharp with autograd: every variant, every device.</summary>
    [JsonStringEnumMemberName("autograd")] Autograd,

    /// <summary>Hand-written forward and backward for the CPU.</summary>
    [JsonStringEnumMemberName("native")] Native,
}

/// <summary>Augmentation drawn while training, so that augmented copies need not be stored.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OnlineAugmentation>))]
public enum OnlineAugmentation
{
    /// <summary>Examples as stored.</summary>
    [JsonStringEnumMemberName("none")] None,

    /// <summary>Relabelling of the digits only.</summary>
    [JsonStringEnumMemberName("sudoku_digits")] SudokuDigits,

    /// <summary>All Sudoku symmetries: digits, transposition, bands, stacks, rows and columns.</summary>
    [JsonStringEnumMemberName("sudoku")] Sudoku,

    /// <summary>The eight symmetries of the square.</summary>
    [JsonStringEnumMemberName("dihedral")] Dihedral,
}
