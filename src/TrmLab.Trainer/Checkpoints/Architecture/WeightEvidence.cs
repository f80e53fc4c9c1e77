using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Trainer.Checkpoints.Arrays;

namespace TrmLab.Trainer.Checkpoints.Architecture;

/// <summary>What names and shapes of a state dict say for certain.</summary>
internal sealed record WeightEvidence
{
    private const long LargestSize = 1 << 30;

    internal required Variant Variant { get; init; }

    internal required bool TokenMlp { get; init; }

    internal required int HiddenSize { get; init; }

    internal required int VocabularySize { get; init; }

    /// <summary>Blocks of L_level; 0 without it.</summary>
    internal required int Layers { get; init; }

    /// <summary>Blocks of H_level; 0 without it.</summary>
    internal required int HighLayers { get; init; }

    /// <summary>H_level and L_level are trm's two networks of its ablation, not hrm's.</summary>
    internal bool Separate { get; init; }

    /// <summary>Inner width of the SwiGLU over the hidden axis.</summary>
    internal required int Inner { get; init; }

    /// <summary>Inner width of the SwiGLU over the sequence; null with attention.</summary>
    internal int? TokenInner { get; init; }

    /// <summary>heads * head width; null with the token MLP.</summary>
    internal int? AttentionWidth { get; init; }

    /// <summary>L, where a weight has that size.</summary>
    internal int? TotalLength { get; init; }

    internal bool LearnedPositions { get; init; }

    /// <summary>Rows and width of the puzzle embedding; 0 without one.</summary>
    internal int PuzzleRows { get; init; }

    internal int PuzzleWidth { get; init; }

    /// <summary>The same weights read as trm's ablation with two networks, which have the names of hrm's; unchanged if they cannot be that.</summary>
    internal WeightEvidence AsSeparate() =>
        Variant == Variant.Hrm && HighLayers == Layers ? this with { Variant = Variant.Trm, HighLayers = 0, Separate = true } : this;

    /// <summary>False if so many cells leave another number of puzzle tokens than hrm has, which always takes as few as its embedding needs.</summary>
    internal bool FitsHrm(int cells) => Variant != Variant.Hrm || TotalLength is not { } total || total - cells == (PuzzleWidth + HiddenSize - 1) / HiddenSize;

    /// <exception cref="InputException">A name is missing that every one of the networks has.</exception>
    internal static WeightEvidence Of(IReadOnlyDictionary<string, NamedArray> arrays, string path)
    {
        int Size(string name, int axis)
        {
            if (arrays.GetValueOrDefault(name) is not { } array)
                throw new InputException($"{path}: not the state dict of a TRM, HRM or its baseline: {name} is missing.");
            return array.Shape.Count == 2 && array.Shape[axis] is > 0 and <= LargestSize
                ? (int)array.Shape[axis]
                : throw new InputException($"{path}: {name} is [{string.Join(", ", array.Shape)}], which cannot be.");
        }

        var (low, high) = (LayersOf(arrays.Keys, "L_level"), LayersOf(arrays.Keys, "H_level"));
        var block = $"{(low > 0 ? "L_level" : "H_level")}.layers.0";
        var tokenMlp = arrays.ContainsKey($"{block}.mlp_t.down_proj.weight");
        var learned = arrays.ContainsKey("embed_pos.embedding_weight");
        var puzzles = arrays.ContainsKey(StateDictLayout.PuzzleTable);
        return new WeightEvidence
        {
            Variant = VariantOf(arrays, low, high),
            TokenMlp = tokenMlp,
            HiddenSize = Size("embed_tokens.embedding_weight", 1),
            VocabularySize = Size("embed_tokens.embedding_weight", 0),
            Layers = low,
            HighLayers = high,
            Inner = Size($"{block}.mlp.down_proj.weight", 1),
            TokenInner = tokenMlp ? Size($"{block}.mlp_t.down_proj.weight", 1) : null,
            AttentionWidth = tokenMlp ? null : Size($"{block}.self_attn.o_proj.weight", 1),
            TotalLength = tokenMlp ? Size($"{block}.mlp_t.down_proj.weight", 0) : learned ? Size("embed_pos.embedding_weight", 0) : null,
            LearnedPositions = learned,
            PuzzleRows = puzzles ? Size(StateDictLayout.PuzzleTable, 0) : 0,
            PuzzleWidth = puzzles ? Size(StateDictLayout.PuzzleTable, 1) : 0,
        };
    }

    private static Variant VariantOf(IReadOnlyDictionary<string, NamedArray> arrays, int low, int high)
    {
        if (high > 0)
            return low > 0 ? Variant.Hrm : Variant.Transformer;
        if (arrays.ContainsKey("L1_init"))
            return Variant.TrmHier6;
        return arrays.ContainsKey("H_init") ? Variant.Trm : Variant.TrmSingleZ;
    }

    /// <summary>Blocks that the names number; gaps show when the layout is compared.</summary>
    private static int LayersOf(IEnumerable<string> names, string core) =>
        names.Where(name => name.StartsWith(core + ".layers.", StringComparison.Ordinal)).Select(name => name.Split('.')[2]).Distinct(StringComparer.Ordinal).Count();
}
