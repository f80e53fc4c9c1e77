using TrmLab.Core.Configuration;

namespace TrmLab.Core.Tests.Configuration;

public sealed class ReferenceConfigTests
{
    private const string Sudoku =
        """
        arch=trm data_paths=[data/sudoku-extreme-1k-aug-1000] evaluators=[] epochs=50000 eval_interval=5000
        lr=1e-4 puzzle_emb_lr=1e-4 weight_decay=1.0 puzzle_emb_weight_decay=1.0 arch.L_layers=2 arch.H_cycles=3 arch.L_cycles=6
        +run_name=pretrain_att_sudoku ema=True
        """;

    private const string Maze =
        """
        arch=trm data_paths=[data/maze-30x30-hard-1k] evaluators=[] epochs=50000 eval_interval=5000
        lr=1e-4 puzzle_emb_lr=1e-4 weight_decay=1.0 puzzle_emb_weight_decay=1.0 arch.L_layers=2 arch.H_cycles=3 arch.L_cycles=4
        +run_name=pretrain_att_maze30x30 ema=True
        """;

    private const string Arc = "arch=trm data_paths=[data/arc1concept-aug-1000] arch.L_layers=2 arch.H_cycles=3 arch.L_cycles=4 +run_name=pretrain_att_arc1concept_4 ema=True";

    // As the reference writes it beside a checkpoint.
    private static readonly Dictionary<string, string> AllConfig = new()
    {
        ["arch.H_cycles"] = "3",
        ["arch.H_layers"] = "0",
        ["arch.L_cycles"] = "6",
        ["arch.L_layers"] = "2",
        ["arch.expansion"] = "4",
        ["arch.forward_dtype"] = "bfloat16",
        ["arch.halt_exploration_prob"] = "0.1",
        ["arch.halt_max_steps"] = "16",
        ["arch.hidden_size"] = "512",
        ["arch.loss.loss_type"] = "stablemax_cross_entropy",
        ["arch.loss.name"] = "losses@ACTLossHead",
        ["arch.mlp_t"] = "true",
        ["arch.name"] = "recursive_reasoning.trm@TinyRecursiveReasoningModel_ACTV1",
        ["arch.no_ACT_continue"] = "true",
        ["arch.num_heads"] = "8",
        ["arch.pos_encodings"] = "none",
        ["arch.puzzle_emb_len"] = "16",
        ["arch.puzzle_emb_ndim"] = "512",
        ["beta1"] = "0.9",
        ["beta2"] = "0.95",
        ["checkpoint_every_eval"] = "true",
        ["checkpoint_path"] = "checkpoints/Sudoku-extreme-1k-aug-1000-ACT-torch/pretrain_mlp_t_sudoku",
        ["data_paths.0"] = "data/sudoku-extreme-1k-aug-1000",
        ["ema"] = "true",
        ["ema_rate"] = "0.999",
        ["epochs"] = "50000",
        ["eval_interval"] = "5000",
        ["freeze_weights"] = "false",
        ["global_batch_size"] = "768",
        ["load_checkpoint"] = "null",
        ["lr"] = "0.0001",
        ["lr_min_ratio"] = "1.0",
        ["lr_warmup_steps"] = "2000",
        ["min_eval_interval"] = "0",
        ["project_name"] = "Sudoku-extreme-1k-aug-1000-ACT-torch",
        ["puzzle_emb_lr"] = "0.0001",
        ["puzzle_emb_weight_decay"] = "1.0",
        ["run_name"] = "pretrain_mlp_t_sudoku",
        ["seed"] = "0",
        ["weight_decay"] = "1.0",
    };

    [Theory]
    [InlineData(Sudoku + " arch.mlp_t=True arch.pos_encodings=none", "sudoku-extreme-mlp")]
    [InlineData(Sudoku, "sudoku-extreme-attention")]
    [InlineData(Maze, "maze-hard")]
    [InlineData(Arc, "arc1")]
    [InlineData(Arc, "arc2")]
    [InlineData(Sudoku + " arch=trm_singlez arch.mlp_t=True arch.pos_encodings=none", "sudoku-extreme-singlez")]
    [InlineData(Sudoku + " arch=trm_hier6 arch.mlp_t=True arch.pos_encodings=none", "sudoku-extreme-hier6")]
    [InlineData(Sudoku + " arch=hrm arch.L_layers=4 arch.H_cycles=2 arch.L_cycles=2", "sudoku-extreme-hrm")]
    [InlineData(Sudoku + " arch=transformers_baseline arch.H_cycles=1", "sudoku-extreme-transformer")]
    public void A_published_command_is_the_preset(string words, string preset)
    {
        var expected = Presets.Get(preset);
        var read = Read(words).Config;
        Assert.Equal(ConfigJson.Write(expected), ConfigJson.Write(read with { Name = expected.Name, DataPaths = expected.DataPaths }));
        Assert.Empty(ConfigRules.Problems(read));
    }

    [Fact]
    public void Alone_the_network_has_the_references_defaults()
    {
        var read = Read("arch=hrm");
        Assert.Equal((100_000, 0.1, 0.01, false), (read.Config.Epochs, read.Config.WeightDecay, read.Config.PuzzleEmbeddingLearningRate, read.Config.Ema));
        Assert.Equal((4, 4, 2, 2), (read.Config.Arch.HighLayers, read.Config.Arch.Layers, read.Config.Arch.RecursionCycles, read.Config.Arch.LatentSteps));
        Assert.Equal("hrm, arc-aug-1000", read.Config.Name);
        Assert.Contains("epochs = 100000", read.Lines[^1]);
        Assert.DoesNotContain("arch.name", read.Lines[^1]);
    }

    [Fact]
    public void The_file_beside_a_checkpoint_is_the_preset()
    {
        var preset = Presets.Get("sudoku-extreme-mlp");
        var read = ReferenceConfig.Read(ReferenceWord.FromScalars(AllConfig)).Config;
        Assert.Equal("pretrain_mlp_t_sudoku", read.Name);
        Assert.Equal(["data/sudoku-extreme-1k-aug-1000"], read.DataPaths);

        // The file spells out what the preset derives: the embedding's width and, on a GPU, the data type.
        var expected = preset with { Arch = preset.Arch with { PuzzleEmbeddingWidth = 512, ForwardType = ForwardType.BFloat16 } };
        Assert.Equal(ConfigJson.Write(expected), ConfigJson.Write(read with { Name = expected.Name, DataPaths = expected.DataPaths }));
    }

    [Fact]
    public void Every_word_is_accounted_for()
    {
        var read = Read("arch=trm evaluators=[] checkpoint_every_eval=True arch.mlp_t=True +run_name= lr=1e-3");
        Assert.Equal(
            ["arch=trm: arch.name = trm", "evaluators=[]: not used", "checkpoint_every_eval=True: not used", "arch.mlp_t=True: arch.mlp_t = true", "run_name=: not used", "lr=1e-3: lr = 0.001"],
            read.Lines.SkipLast(1).Select(line => line.Contains("not used") ? line[..(line.IndexOf("not used") + 8)] : line));
        Assert.Equal("trm, arc-aug-1000", read.Config.Name);
    }

    [Theory]
    [InlineData("epochs=5e4", "epochs", "50000")]
    [InlineData("lr_warmup_steps=2000.0", "lr_warmup_steps", "2000")]
    [InlineData("data_paths=['data/a','data/b']", "data_paths", """["data/a","data/b"]""")]
    [InlineData("data_path=data/a", "data_paths", """["data/a"]""")]
    [InlineData("eval_interval=null", "eval_interval", "100000")]
    [InlineData("++arch.loss.loss_type=softmax_cross_entropy", "arch.loss_type", "softmax_cross_entropy")]
    [InlineData("arch.puzzle_emb_ndim=${.hidden_size}", "arch.puzzle_emb_ndim", "null")]
    [InlineData("load_checkpoint=null", "load_checkpoint", "")]
    [InlineData("load_checkpoint=\"x/step_5\"", "load_checkpoint", "x/step_5")]
    [InlineData("arch.name=recursive_reasoning.trm_hier6@TinyRecursiveReasoningModel_ACTV1", "arch.name", "trm_hier6")]
    public void A_value_is_read_as_the_reference_reads_it(string word, string path, string value) =>
        Assert.Equal(value, ConfigJson.ValueOf(ReferenceConfig.Read([ReferenceWord.Parse(word)]).Config, path));

    [Theory]
    [InlineData("eval_interval=null epochs=5000")]
    [InlineData("epochs=5000 eval_interval=null")]
    public void An_evaluation_interval_of_null_is_the_epochs_wherever_they_stand(string words)
    {
        var read = Read(words).Config;
        Assert.Equal((5000, 5000), (read.Epochs, read.EvaluationInterval));
    }

    [Theory]
    [InlineData("arch.L_layer=2", "unknown word 'arch.L_layer'; did you mean 'arch.L_layers'?")]
    [InlineData("checkpoint_pat=x", "did you mean 'checkpoint_path'?")]
    [InlineData("arch=lstm", "arch=lstm: unknown network; there are trm,")]
    [InlineData("lr=fast", "lr=fast: expected a number")]
    [InlineData("epochs=50,000", "epochs=50,000: expected a whole number")]
    [InlineData("arch.pos_encodings=sinus", "expected one of rope, learned, none")]
    [InlineData("epochs", "epochs: expected key=value")]
    [InlineData("~lr", "deleting a key")]
    [InlineData("eval_save_outputs=[logits]", "not offered")]
    [InlineData("arch.causal=True", "not offered")]
    public void What_cannot_be_used_is_refused(string word, string message) =>
        Assert.Contains(message, Assert.Throws<InputException>(() => Read(word)).Message);

    private static ReferenceConfig Read(string words) =>
        ReferenceConfig.Read([.. words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(ReferenceWord.Parse)]);
}
