namespace TrmLab.Core.Configuration;

/// <summary>What the reference program trains where its command line says nothing: its ARC-AGI recipe, without averaging.</summary>
public static class ReferenceDefaults
{
    /// <summary>The configuration of <c>arch=NAME</c> alone.</summary>
    public static RunConfig Of(Variant variant) => new()
    {
        DataPaths = ["data/arc-aug-1000"],
        Epochs = 100_000,
        EvaluationInterval = 10_000,
        WeightDecay = 0.1,
        PuzzleEmbeddingWeightDecay = 0.1,
        PuzzleEmbeddingLearningRate = 1e-2,
        Ema = false,
        Arch = ArchOf(variant),
    };

    /// <summary>The variant that a word of <c>arch=</c> or a path of <c>arch.name=</c> means; null if none.</summary>
    /// <remarks><c>recursive_reasoning.trm@TinyRecursiveReasoningModel_ACTV1</c> is trm; the HRM program's own module is hrm_act_v1.</remarks>
    public static Variant? VariantOf(string name)
    {
        var module = name.Split('@')[0].Split('.')[^1];
        return module switch
        {
            "transformers_baseline" => Variant.Transformer,
            "hrm_act_v1" or "hrm_v1" => Variant.Hrm,
            _ => Enum.GetValues<Variant>().Where(v => ConfigField.Word(v) == module).Select(v => (Variant?)v).FirstOrDefault(),
        };
    }

    private static ArchConfig ArchOf(Variant variant) => variant switch
    {
        Variant.Hrm => new ArchConfig { Variant = variant, RecursionCycles = 2, LatentSteps = 2, HighLayers = 4, Layers = 4, PuzzleEmbeddingTokens = 0 },
        Variant.Transformer => new ArchConfig { Variant = variant, RecursionCycles = 1, HighLayers = 8, Heads = 12, PuzzleEmbeddingTokens = 0 },
        _ => new ArchConfig { Variant = variant },
    };
}
