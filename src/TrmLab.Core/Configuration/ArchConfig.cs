using System.Text.Json.Serialization;

namespace TrmLab.Core.Configuration;

/// <summary>The network, as the reference's <c>arch.*</c> keys. Sizes that the data decide (tokens, vocabulary, identifiers) are in <see cref="ModelShape"/>.</summary>
public sealed record ArchConfig
{
    [ConfigField("Which published network: trm, trm_singlez, trm_hier6, hrm or transformer.")]
    [JsonPropertyName("name")] public Variant Variant { get; init; } = Variant.Trm;

    [ConfigField("Token loss; the paper trains with stable-max, softmax is the ablation.")]
    [JsonPropertyName("loss_type")] public TokenLoss Loss { get; init; } = TokenLoss.StableMax;

    [ConfigField("Width of the network.", Symbol = "D")]
    [JsonPropertyName("hidden_size")] public int HiddenSize { get; init; } = 512;

    [ConfigField("Attention heads; unused by the token MLP.")]
    [JsonPropertyName("num_heads")] public int Heads { get; init; } = 8;

    [ConfigField("Width of the SwiGLU relative to its input, before the factor 2/3 and rounding up to 256.")]
    [JsonPropertyName("expansion")] public double Expansion { get; init; } = 4;

    [ConfigField("Blocks of the shared network (the low-level one of hrm).")]
    [JsonPropertyName("L_layers")] public int Layers { get; init; } = 2;

    [ConfigField("Blocks of the high-level network: hrm and transformer only.")]
    [JsonPropertyName("H_layers")] public int HighLayers { get; init; }

    [ConfigField("Deep recursions per supervision step; all but the last run without gradient.", Symbol = "T")]
    [JsonPropertyName("H_cycles")] public int RecursionCycles { get; init; } = 3;

    [ConfigField("Latent recursions (updates of z) before each update of y.", Symbol = "n")]
    [JsonPropertyName("L_cycles")] public int LatentSteps { get; init; } = 6;

    [ConfigField("Supervision steps at most; evaluation always runs all of them.", Symbol = "N_sup")]
    [JsonPropertyName("halt_max_steps")] public int MaxSupervisionSteps { get; init; } = 16;

    [ConfigField("Probability that a sequence must go on for a random minimum of steps, so that halting is explored.")]
    [JsonPropertyName("halt_exploration_prob")] public double HaltExploration { get; init; } = 0.1;

    [ConfigField("True: halting learns from correctness alone. False: also the continue loss of the paper's 'w/ ACT' row, at the cost of one more forward pass. hrm always has it, transformer never.")]
    [JsonPropertyName("no_ACT_continue")] public bool NoActContinue { get; init; } = true;

    [ConfigField("Token MLP instead of attention: better on small fixed grids such as Sudoku.")]
    [JsonPropertyName("mlp_t")] public bool TokenMlp { get; init; }

    [ConfigField("Positions: rope, learned or none. rope acts inside attention: with mlp_t it is the same as none.")]
    [JsonPropertyName("pos_encodings")] public PositionEncoding Positions { get; init; } = PositionEncoding.Rope;

    [ConfigField("Width of the puzzle embedding; null takes the hidden size, 0 has none.")]
    [JsonPropertyName("puzzle_emb_ndim")] public int? PuzzleEmbeddingWidth { get; init; }

    [ConfigField("Tokens that the puzzle embedding occupies before the puzzle; 0 takes as many as its width needs, as hrm and transformer always do.", Symbol = "P")]
    [JsonPropertyName("puzzle_emb_len")] public int PuzzleEmbeddingTokens { get; init; } = 16;

    [ConfigField("Data type of the forward pass: float32, bfloat16, or auto, which takes bfloat16 where it is fast (a GPU, a processor with AVX-512 BF16) and float32 elsewhere; null takes bfloat16 on a GPU and float32 on a CPU.")]
    [JsonPropertyName("forward_dtype")] public ForwardType? ForwardType { get; init; }

    [ConfigField("Ablation of trm: two networks of L_layers, one for z and one for y, in place of one for both.")]
    [JsonPropertyName("separate_networks")] public bool SeparateNetworks { get; init; }

    [ConfigField("Ablation of trm: only the last update of z and that of y have a gradient, as in hrm.")]
    [JsonPropertyName("one_step_gradient")] public bool OneStepGradient { get; init; }

    [ConfigField("Epsilon of the RMS norm.")]
    [JsonPropertyName("rms_norm_eps")] public double NormEpsilon { get; init; } = 1e-5;

    [ConfigField("Base of the rotary frequencies.")]
    [JsonPropertyName("rope_theta")] public double RopeTheta { get; init; } = 10000;

    /// <summary>The token mixer that <see cref="TokenMlp"/> selects.</summary>
    [JsonIgnore] public Mixer Mixer => TokenMlp ? Mixer.TokenMlp : Mixer.Attention;

    /// <summary>Updates of a supervision step that have a gradient: the last latent recursion, or what the variant does instead.</summary>
    [JsonIgnore]
    public int DifferentiatedUpdates => Variant switch
    {
        Variant.Transformer => 1,
        Variant.Hrm => 2,
        _ => OneStepGradient ? 2 : LatentSteps + 1,
    };

    /// <summary>Whether training also learns what going on is worth: always in hrm, never in transformer, in the trm family if configured.</summary>
    [JsonIgnore] public bool UsesContinueLoss => Variant == Variant.Hrm || (Variant != Variant.Transformer && !NoActContinue);

    /// <summary>Whether a sequence halts at q_halt > q_continue, instead of q_halt > 0.</summary>
    [JsonIgnore] public bool HaltsByComparison => Variant is Variant.Hrm or Variant.Transformer || !NoActContinue;
}
