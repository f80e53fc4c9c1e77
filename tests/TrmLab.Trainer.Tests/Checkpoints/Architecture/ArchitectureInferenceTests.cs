using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Trainer.Checkpoints.Architecture;
using TrmLab.Trainer.Checkpoints.Arrays;

namespace TrmLab.Trainer.Tests.Checkpoints.Architecture;

public sealed class ArchitectureInferenceTests
{
    private static readonly ArchConfig Published = new() { PuzzleEmbeddingWidth = 512, HighLayers = 0 };

    private static readonly ArchConfig PublishedMlp = Published with { TokenMlp = true, Positions = PositionEncoding.None };

    private static readonly Dictionary<string, ModelShape> Recipes = new()
    {
        ["Sudoku, MLP"] = new(PublishedMlp, 81, 11, 1),
        ["Sudoku, attention"] = new(Published with { LatentSteps = 6 }, 81, 11, 1),
        ["ARC"] = new(Published with { LatentSteps = 4 }, 900, 12, 300),
        ["Maze"] = new(Published with { LatentSteps = 4 }, 900, 6, 1),
        ["tokens as the embedding needs"] = new(PublishedMlp with { PuzzleEmbeddingTokens = 1 }, 81, 11, 1),
        ["no puzzle embedding"] = new(PublishedMlp with { PuzzleEmbeddingWidth = 0, PuzzleEmbeddingTokens = 0 }, 81, 11, 1),
        ["4x4"] = new(PublishedMlp with { PuzzleEmbeddingTokens = 2, HiddenSize = 64, PuzzleEmbeddingWidth = 64, Layers = 1 }, 16, 6, 1),
        ["learned positions"] = new(Published with { Positions = PositionEncoding.Learned }, 81, 11, 1),
        ["12 heads in 512"] = new(Published with { Heads = 12 }, 81, 11, 1),
        ["3 heads of 21"] = new(Published with { HiddenSize = 65, Heads = 3, PuzzleEmbeddingWidth = 65, Positions = PositionEncoding.Learned }, 81, 11, 1),
        ["expansion 2"] = new(Published with { Expansion = 2 }, 81, 11, 1),
    };

    public static TheoryData<string> RecipeNames => [.. Recipes.Keys];

    [Theory]
    [MemberData(nameof(RecipeNames))]
    public void A_published_network_is_found_from_its_weights_alone(string name)
    {
        var (found, fields) = Infer(Recipes[name], new GivenFields(), null);

        Assert.Equal(Recipes[name], found);
        Assert.Equal(FieldOrigin.Assumed, fields.Single(field => field.Path == "arch.L_cycles").Origin);
    }

    [Theory]
    [InlineData(Variant.Trm)]
    [InlineData(Variant.TrmSingleZ)]
    [InlineData(Variant.TrmHier6)]
    [InlineData(Variant.Hrm)]
    [InlineData(Variant.Transformer)]
    public void Every_variant_is_told_by_its_names(Variant variant)
    {
        var shape = new ModelShape(Published with { Variant = variant, HighLayers = variant is Variant.Hrm or Variant.Transformer ? 3 : 0 }, 81, 11, 1);

        var (found, _) = Infer(shape, new GivenFields(), null);

        Assert.Equal(variant, found.Arch.Variant);
        Assert.Equal(shape.Arch.HighLayers, found.Arch.HighLayers);
        Assert.Equal(variant == Variant.Transformer ? 0 : 2, StateDictLayout.Of(found).Select(entry => entry.Key).Count(key => key.StartsWith("L_level") && key.EndsWith("mlp.down_proj.weight")));
    }

    [Fact]
    public void Two_networks_of_trm_are_hrm_unless_something_says_otherwise()
    {
        var shape = new ModelShape(PublishedMlp with { SeparateNetworks = true }, 81, 11, 1);
        Assert.Equal(Variant.Hrm, Infer(shape, new GivenFields(), null).Shape.Arch.Variant);
        var given = new GivenFields();
        given.Add([new("arch.name", "trm"), new("arch.separate_networks", "true")], FieldOrigin.ConfigFile, "config.json");
        Assert.Equal(shape, Infer(shape, given, null).Shape);
        var single = Assert.Throws<InputException>(() => Infer(Recipes["Sudoku, MLP"], given, null));
        Assert.Contains("separate_networks is true, but the weights have false", single.Message);
    }

    [Fact]
    public void HRM_is_assumed_with_the_cycles_that_it_was_published_with()
    {
        var shape = new ModelShape(Published with { Variant = Variant.Hrm, HighLayers = 4, Layers = 4 }, 81, 11, 1);

        var (found, fields) = Infer(shape, new GivenFields(), null);

        Assert.Equal((2, 2), (found.Arch.RecursionCycles, found.Arch.LatentSteps));
        Assert.All(fields.Where(field => field.Path is "arch.H_cycles" or "arch.L_cycles"), field => Assert.Equal(FieldOrigin.Assumed, field.Origin));
    }

    [Theory]
    [InlineData("rope", PositionEncoding.Rope)]
    [InlineData("none", PositionEncoding.None)]
    public void Rotary_positions_of_a_token_MLP_reach_no_weight_and_are_believed(string given, PositionEncoding expected) =>
        Assert.Equal(PublishedMlp with { Positions = expected }, InferMlp(given).Shape.Arch);

    [Fact]
    public void Learned_positions_of_a_token_MLP_would_have_weights() =>
        Assert.Contains("pos_encodings is learned, but the weights have none", Assert.Throws<InputException>(() => InferMlp("learned")).Message);

    [Fact]
    public void What_the_weights_do_not_tell_comes_from_the_user_then_the_file_then_the_recipe()
    {
        var shape = new ModelShape(Published, 64, 20, 1);
        var given = new GivenFields();
        given.Add([new("arch.num_heads", "4"), new("arch.H_cycles", "2"), new("arch.hidden_size", "512")], FieldOrigin.ConfigFile, "all_config.yaml");
        given.Add([new("arch.H_cycles", "5")], FieldOrigin.Option, "options");

        var (found, fields) = Infer(shape, given, 64);

        Assert.Equal((4, 5, 16), (found.Arch.Heads, found.Arch.RecursionCycles, found.Arch.MaxSupervisionSteps));
        var origins = fields.ToDictionary(field => field.Path, field => field.Origin);
        Assert.Equal(FieldOrigin.Weights, origins["arch.hidden_size"]);
        Assert.Equal(FieldOrigin.ConfigFile, origins["arch.num_heads"]);
        Assert.Equal(FieldOrigin.Option, origins["arch.H_cycles"]);
        Assert.Equal(FieldOrigin.Option, origins["seq_len"]);
        Assert.Equal(FieldOrigin.Assumed, origins["arch.halt_max_steps"]);
        Assert.Equal(FieldOrigin.Assumed, origins["arch.pos_encodings"]);
        Assert.Equal(ConfigFields.All.Count(field => field.Path.StartsWith("arch.")) + 1, fields.Count);
    }

    [Theory]
    [InlineData("arch.L_layers", "4", "L_layers is 4, but the weights have 2")]
    [InlineData("arch.mlp_t", "true", "mlp_t is true, but the weights have false")]
    [InlineData("arch.no_such", "1", "unknown key")]
    [InlineData("arch.num_heads", "many", "whole number")]
    [InlineData("lr", "1", "only arch.*")]
    [InlineData("arch.num_heads", "12", "instead of")]
    [InlineData("arch.expansion", "1", "instead of")]
    public void A_configuration_of_another_network_is_refused(string key, string value, string expected)
    {
        var shape = new ModelShape(Published, 81, 11, 1);

        var message = Assert.Throws<InputException>(() =>
        {
            var given = new GivenFields();
            given.Add([new(key, value)], FieldOrigin.ConfigFile, "all_config.yaml");
            var (found, _) = Infer(shape, given, null);
            StateDictLayout.Check(found, Arrays(shape), "file");
        }).Message;

        Assert.Contains(expected, message);
    }

    [Fact]
    public void Lengths_that_nothing_tells_or_that_contradict_are_refused()
    {
        Assert.Contains("name the data set", Assert.Throws<InputException>(() => Infer(new ModelShape(Published, 49, 20, 1), new GivenFields(), null)).Message);
        var tokenMlp = new ModelShape(Published with { TokenMlp = true, Positions = PositionEncoding.None }, 81, 11, 1);
        Assert.Contains("do not make", Assert.Throws<InputException>(() => Infer(tokenMlp, new GivenFields(), 900)).Message);
        var given = new GivenFields();
        given.Add([new("arch.puzzle_emb_len", "20")], FieldOrigin.Option, "options");
        Assert.Contains("20 puzzle tokens and 81 cells", Assert.Throws<InputException>(() => Infer(tokenMlp, given, 81)).Message);
        Assert.Equal(77, Infer(tokenMlp, given, null).Shape.SequenceLength);
    }

    private static (ModelShape Shape, IReadOnlyList<InferredField> Fields) InferMlp(string positions)
    {
        var given = new GivenFields();
        given.Add([new("arch.pos_encodings", positions)], FieldOrigin.ConfigFile, "all_config.yaml");
        return Infer(new ModelShape(PublishedMlp, 81, 11, 1), given, null);
    }

    private static (ModelShape Shape, IReadOnlyList<InferredField> Fields) Infer(ModelShape shape, GivenFields given, int? sequenceLength)
    {
        var arrays = Arrays(shape);
        var found = ArchitectureInference.Infer(WeightEvidence.Of(arrays, "file"), given, sequenceLength, "file");
        if (!given.All.Any())
            StateDictLayout.Check(found.Shape, arrays, "file");
        return found;
    }

    private static Dictionary<string, NamedArray> Arrays(ModelShape shape) =>
        StateDictLayout.Of(shape).ToDictionary(entry => entry.Key, entry => new NamedArray(entry.Key, ElementType.F32, entry.Value, new Zeros(entry.Value)));

    private sealed class Zeros(long[] shape) : IByteSource
    {
        public long Length => shape.Aggregate(4L, (product, size) => product * size);

        public void Read(long offset, Span<byte> destination) => destination.Clear();
    }
}
