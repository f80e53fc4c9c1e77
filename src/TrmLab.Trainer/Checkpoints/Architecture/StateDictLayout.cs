using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Trainer.Checkpoints.Arrays;

namespace TrmLab.Trainer.Checkpoints.Architecture;

/// <summary>Names and shapes of everything a state dict of a network holds: what the reference saves and loads, strictly.</summary>
public static class StateDictLayout
{
    public const string PuzzleTable = "puzzle_emb.weights";

    /// <summary>Every name with its shape, parameters first.</summary>
    public static IReadOnlyList<KeyValuePair<string, long[]>> Of(ModelShape shape)
    {
        var layout = new List<KeyValuePair<string, long[]>>();
        void Add(string name, params long[] size) => layout.Add(new(name, size));
        var arch = shape.Arch;
        long width = arch.HiddenSize;

        void AddSwiGlu(string name, int over)
        {
            Add($"{name}.gate_up_proj.weight", 2L * shape.InnerWidth(over), over);
            Add($"{name}.down_proj.weight", over, shape.InnerWidth(over));
        }

        void AddCore(string name, int layers)
        {
            for (var layer = 0; layer < layers; layer++)
            {
                var block = $"{name}.layers.{layer}";
                if (arch.TokenMlp)
                {
                    AddSwiGlu($"{block}.mlp_t", shape.TotalLength);
                }
                else
                {
                    var heads = (long)arch.Heads * shape.HeadWidth;
                    Add($"{block}.self_attn.qkv_proj.weight", 3 * heads, width);
                    Add($"{block}.self_attn.o_proj.weight", width, heads);
                }

                AddSwiGlu($"{block}.mlp", arch.HiddenSize);
            }
        }

        if (arch.Variant is Variant.Hrm or Variant.Transformer)
            AddCore("H_level", arch.HighLayers);
        else if (arch.SeparateNetworks)
            AddCore("H_level", arch.Layers);
        if (arch.Variant != Variant.Transformer)
            AddCore("L_level", arch.Layers);
        if (arch.Positions == PositionEncoding.Learned)
            Add("embed_pos.embedding_weight", shape.TotalLength, width);
        Add("embed_tokens.embedding_weight", shape.VocabularySize, width);
        Add("lm_head.weight", shape.VocabularySize, width);
        Add("q_head.weight", 2, width);
        Add("q_head.bias", 2);
        foreach (var state in InitialStates(arch.Variant))
            Add(state, width);
        if (shape.PuzzleEmbeddingWidth > 0)
            Add(PuzzleTable, shape.PuzzleIdentifiers, shape.PuzzleEmbeddingWidth);
        return layout;
    }

    /// <summary>Buffers of y0 and z0.</summary>
    public static IReadOnlyList<string> InitialStates(Variant variant) => variant switch
    {
        Variant.TrmSingleZ => ["L_init"],
        Variant.TrmHier6 => ["H_init", "L1_init", "L2_init", "L3_init", "L4_init", "L5_init", "L6_init"],
        Variant.Transformer => ["H_init"],
        _ => ["H_init", "L_init"],
    };

    /// <exception cref="InputException">An array is missing, of another shape, not of a floating-point type or not of this network.</exception>
    public static void Check(ModelShape shape, IReadOnlyDictionary<string, NamedArray> arrays, string path)
    {
        var layout = Of(shape).ToDictionary(StringComparer.Ordinal);
        var problems = new List<string>();
        problems.AddRange(layout.Keys.Where(name => !arrays.ContainsKey(name)).Select(name => $"{name} is missing"));
        problems.AddRange(arrays.Keys.Where(name => !layout.ContainsKey(name)).Select(name => $"{InputText.Quote(name)} does not belong to it"));
        foreach (var (name, expected) in layout)
        {
            if (arrays.GetValueOrDefault(name) is not { } array)
                continue;
            if (!array.Shape.SequenceEqual(expected))
                problems.Add($"{name} is [{string.Join(", ", array.Shape)}] instead of [{string.Join(", ", expected)}]");
            else if (!array.Type.IsFloating())
                problems.Add($"{name} is of type {array.Type}");
        }

        const int shown = 4;
        if (problems.Count > 0)
        {
            var more = problems.Count > shown ? $"; and {problems.Count - shown} more" : "";
            throw new InputException($"{path}: not the weights of this {ConfigField.Word(shape.Arch.Variant)}: {string.Join("; ", problems.Take(shown))}{more}.");
        }
    }
}
