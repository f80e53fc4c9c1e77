namespace TrmLab.Core.Configuration;

/// <summary>Networks that cannot be built, found before anything is created.</summary>
public static class ArchRules
{
    /// <summary>All problems of <paramref name="a"/>; empty if it can be built.</summary>
    public static IReadOnlyList<ConfigProblem> Problems(ArchConfig a)
    {
        var problems = new List<ConfigProblem>();
        void Require(bool holds, string path, string message)
        {
            if (!holds) problems.Add(new ConfigProblem("arch." + path, message));
        }

        Require(a.HiddenSize is >= 1 and <= 65_536, "hidden_size", "must be 1 or more");
        Require(a.Heads >= 1 && a.Heads <= Math.Max(1, a.HiddenSize), "num_heads", "must be between 1 and hidden_size");
        Require(double.IsFinite(a.Expansion) && a.Expansion is > 0 and <= 64, "expansion", "must be positive");
        Require(a.Layers >= 1 || a.Variant == Variant.Transformer, "L_layers", "must be 1 or more");
        Require(a.HighLayers >= 1 || a.Variant is not (Variant.Hrm or Variant.Transformer), "H_layers", $"{ConfigField.Word(a.Variant)} needs 1 or more");
        Require(a.RecursionCycles >= 1, "H_cycles", "must be 1 or more");
        Require(a.LatentSteps >= 1, "L_cycles", "must be 1 or more");
        Require(a.Variant != Variant.TrmHier6 || a.LatentSteps <= 6, "L_cycles", "trm_hier6 has six z features: at most 6");
        Require(!a.SeparateNetworks || a.Variant == Variant.Trm, "separate_networks", $"{ConfigField.Word(a.Variant)} cannot have it, only trm");
        Require(!a.OneStepGradient || a.Variant == Variant.Trm, "one_step_gradient", $"{ConfigField.Word(a.Variant)} cannot have it, only trm");
        Require(a.MaxSupervisionSteps >= 1, "halt_max_steps", "must be 1 or more");
        Require(a.HaltExploration is >= 0 and <= 1, "halt_exploration_prob", "must be between 0 and 1");
        Require(a.PuzzleEmbeddingWidth is null or >= 0, "puzzle_emb_ndim", "must be 0 (none) or more");
        Require(a.PuzzleEmbeddingTokens >= 0, "puzzle_emb_len", "must be 0 (derived) or more");
        // hrm and transformer always derive the number of tokens.
        var tokensCount = a.Variant is Variant.Trm or Variant.TrmSingleZ or Variant.TrmHier6 && a.PuzzleEmbeddingTokens > 0;
        Require(!tokensCount || a.PuzzleEmbeddingWidth != 0, "puzzle_emb_len", "needs a puzzle embedding: set puzzle_emb_len to 0 or puzzle_emb_ndim above 0");
        var width = a.PuzzleEmbeddingWidth ?? a.HiddenSize;
        Require(!tokensCount || width <= (long)a.PuzzleEmbeddingTokens * a.HiddenSize, "puzzle_emb_ndim", "must fit into puzzle_emb_len * hidden_size");
        Require(double.IsFinite(a.NormEpsilon) && a.NormEpsilon > 0, "rms_norm_eps", "must be positive");
        Require(double.IsFinite(a.RopeTheta) && a.RopeTheta > 0, "rope_theta", "must be positive");
        Require(
            a.Variant != Variant.Transformer || a.TokenMlp || a.Positions != PositionEncoding.None,
            "pos_encodings",
            "transformer needs rope or learned: without positions its attention cannot tell the cells apart");
        var rotary = !a.TokenMlp && a.Positions == PositionEncoding.Rope;
        Require(!rotary || a.Heads < 1 || a.HiddenSize / a.Heads % 2 == 0, "num_heads", $"rope needs an even head width, hidden_size / num_heads = {(a.Heads < 1 ? 0 : a.HiddenSize / a.Heads)}");
        return problems;
    }
}
