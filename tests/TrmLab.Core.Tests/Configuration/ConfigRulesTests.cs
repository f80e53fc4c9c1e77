using TrmLab.Core.Configuration;
using TrmLab.Core.Puzzles;

namespace TrmLab.Core.Tests.Configuration;

public sealed class ConfigRulesTests
{
    private static readonly DatasetMetadata Sudoku = new() { SequenceLength = 81, VocabularySize = 11, TotalGroups = 1000, MeanPuzzleExamples = 1, PuzzleIdentifiers = 1 };

    public static TheoryData<string> PresetNames => [.. Presets.Names];

    [Theory]
    [MemberData(nameof(PresetNames))]
    public void Every_preset_obeys_the_rules(string name) => Assert.Empty(ConfigRules.Problems(Presets.Get(name)));

    [Fact]
    public void The_demos_come_first() => Assert.Equal(["sudoku-4x4-demo", "sudoku-9x9-demo"], Presets.Names.Take(2));

    [Fact]
    public void A_misspelt_preset_names_the_nearest() =>
        Assert.Contains("'sudoku-4x4-demo'", Assert.Throws<InputException>(() => Presets.Get("sudoku-4x4")).Message);

    [Theory]
    [InlineData("eval_interval=7", "eval_interval")]
    [InlineData("lr=0", "lr")]
    [InlineData("ema_rate=1", "ema_rate")]
    [InlineData("device=tpu", "device")]
    [InlineData("arch.num_heads=7", "arch.num_heads")]
    [InlineData("arch.H_cycles=0", "arch.H_cycles")]
    [InlineData("arch.puzzle_emb_ndim=0", "arch.puzzle_emb_len")]
    [InlineData("keep_checkpoints=0", "keep_checkpoints")]
    public void A_broken_rule_names_its_field(string assignment, string path)
    {
        var config = ConfigJson.With(Presets.Get("sudoku-extreme-attention"), [assignment]);
        Assert.Contains(ConfigRules.Problems(config), p => p.Path == path);
    }

    [Fact]
    public void Hier6_takes_at_most_six_latent_steps()
    {
        var config = ConfigJson.With(Presets.Get("sudoku-extreme-mlp"), ["arch.name=trm_hier6", "arch.L_cycles=7"]);
        Assert.Contains(ConfigRules.Problems(config), p => p.Path == "arch.L_cycles");
    }

    [Fact]
    public void Test_data_of_another_shape_are_refused()
    {
        var config = Presets.Get("sudoku-extreme-mlp");
        Assert.Contains(ConfigRules.Problems(config, Sudoku, Sudoku with { SequenceLength = 16 }), p => p.Path == "data_paths_test");
        Assert.Contains(ConfigRules.Problems(config, Sudoku, Sudoku with { VocabularySize = 12 }), p => p.Path == "data_paths_test");
        Assert.Empty(ConfigRules.Problems(config, Sudoku, Sudoku));
    }

    [Fact]
    public void Too_few_examples_for_one_batch_are_refused() =>
        Assert.Contains(ConfigRules.Problems(Presets.Get("sudoku-extreme-mlp") with { Epochs = 1, EvaluationInterval = 1, BatchSize = 2000 }, Sudoku, null), p => p.Path == "global_batch_size");

    [Fact]
    public void The_schedule_has_the_published_number_of_steps()
    {
        var plan = StepPlan.Of(Presets.Get("sudoku-extreme-mlp"), Sudoku);
        Assert.Equal(65_104, plan.TotalSteps);
        Assert.Equal(6_510, plan.StepsPerEvaluation);
        Assert.Equal(10, plan.Evaluations);
    }
}
