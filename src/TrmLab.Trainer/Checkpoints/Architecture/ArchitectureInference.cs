using System.Globalization;
using TrmLab.Core;
using TrmLab.Core.Configuration;

namespace TrmLab.Trainer.Checkpoints.Architecture;

/// <summary>
/// Finds the network that a state dict belongs to. Names and shapes fix most of it; head count, recursions, supervision steps and the kind of
/// positions leave no trace in the weights, so they come from a configuration, from the user, or else from the published recipes, and the
/// result says which.
/// </summary>
internal static class ArchitectureInference
{
    private const string TokensPath = "arch.puzzle_emb_len";

    /// <param name="seen">What the weights say.</param>
    /// <param name="given">What the user or a file says about <c>arch.*</c>.</param>
    /// <param name="sequenceLength">S if known from outside.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="InputException">A contradiction, or a length that nothing tells.</exception>
    internal static (ModelShape Shape, IReadOnlyList<InferredField> Fields) Infer(WeightEvidence seen, GivenFields given, int? sequenceLength, string path)
    {
        if (given.ValueOf("arch.separate_networks") == "true" || (sequenceLength is { } cells && !seen.FitsHrm(cells)))
            seen = seen.AsSeparate();
        var facts = Facts(seen, given).ToList();
        given.RequireAgreement(facts);
        var fields = facts.ToDictionary(field => field.Path, StringComparer.Ordinal);
        foreach (var (key, value, origin, _) in given.All)
            fields.TryAdd(key, new InferredField(key, value, origin));

        var tokens = given.Has(TokensPath) ? ArchOf(fields).PuzzleEmbeddingTokens : (int?)null;
        var lengths = SequenceLengths.Infer(seen, tokens, sequenceLength, path);
        fields.TryAdd(TokensPath, new InferredField(TokensPath, Text(lengths.Tokens), lengths.TokensOrigin));
        void Assume(string key, string value) => fields.TryAdd(key, new InferredField(key, value, FieldOrigin.Assumed));
        Assume("arch.num_heads", Text(Heads(seen)));
        Assume("arch.expansion", Expansion(seen).ToString(CultureInfo.InvariantCulture));
        if (seen.Variant != Variant.Hrm)
            Assume("arch.L_cycles", Text(seen.TokenMlp || seen.VocabularySize == SequenceLengths.SudokuVocabulary ? 6 : 4)); // attention on mazes and ARC was trained with n = 4
        var recipe = ReferenceDefaults.Of(seen.Variant);
        foreach (var field in ConfigFields.All.Where(field => field.Path.StartsWith("arch.", StringComparison.Ordinal)))
            Assume(field.Path, ConfigJson.ValueOf(recipe, field.Path));

        var arch = ArchOf(fields);
        ConfigRules.Check(ArchRules.Problems(arch), path);
        var shape = new ModelShape(arch, lengths.Cells, seen.VocabularySize, Math.Max(1, seen.PuzzleRows));
        fields.Add("seq_len", new InferredField("seq_len", Text(lengths.Cells), lengths.CellsOrigin));
        return (shape, [.. fields.Values.OrderBy(field => field.Origin).ThenBy(field => field.Path, StringComparer.Ordinal)]);
    }

    private static IEnumerable<InferredField> Facts(WeightEvidence seen, GivenFields given)
    {
        InferredField Fact(string path, string value) => new("arch." + path, value, FieldOrigin.Weights);
        yield return Fact("name", ConfigField.Word(seen.Variant));
        yield return Fact("separate_networks", seen.Separate ? "true" : "false");
        yield return Fact("hidden_size", Text(seen.HiddenSize));
        yield return Fact("mlp_t", seen.TokenMlp ? "true" : "false");
        yield return Fact("puzzle_emb_ndim", Text(seen.PuzzleWidth));
        if (seen.Layers > 0)
            yield return Fact("L_layers", Text(seen.Layers));
        if (seen.HighLayers > 0)
            yield return Fact("H_layers", Text(seen.HighLayers));
        if (seen.LearnedPositions)
            yield return Fact("pos_encodings", ConfigField.Word(PositionEncoding.Learned));
        else if (seen.TokenMlp && given.ValueOf("arch.pos_encodings") != ConfigField.Word(PositionEncoding.Rope))
            yield return Fact("pos_encodings", ConfigField.Word(PositionEncoding.None)); // rotary tables reach no token MLP, so both words mean the same
    }

    private static ArchConfig ArchOf(Dictionary<string, InferredField> fields) =>
        ConfigJson.With(new RunConfig(), fields.Values.Select(field => $"{field.Path}={field.Value}")).Arch;

    /// <summary>The published 8 heads, or the baseline's 12, if the projection's width allows; else the fewest that give it, best with an even head width for rope.</summary>
    private static int Heads(WeightEvidence seen)
    {
        int[] usual = [8, 12];
        bool Fits(int heads) => heads <= seen.HiddenSize && (seen.AttentionWidth is not { } width || seen.HiddenSize / heads * heads == width);
        return usual.Concat(Enumerable.Range(1, seen.HiddenSize).OrderBy(heads => seen.HiddenSize / heads % 2)).FirstOrDefault(Fits, 1);
    }

    /// <summary>An expansion that rounds to the inner widths seen: the published 4 if possible, else a whole number, else the largest.</summary>
    private static double Expansion(WeightEvidence seen)
    {
        const int step = 256;
        const double usual = 4;
        var (above, most) = (double.NegativeInfinity, double.PositiveInfinity);
        void Limit(int inner, int over) => (above, most) = (Math.Max(above, (inner - step) * 1.5 / over), Math.Min(most, inner * 1.5 / over));
        Limit(seen.Inner, seen.HiddenSize);
        if (seen.TokenInner is { } tokenInner)
            Limit(tokenInner, seen.TotalLength!.Value);
        if (usual > above && usual <= most)
            return usual;
        return Math.Floor(most) > above && most >= 1 ? Math.Floor(most) : most;
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
