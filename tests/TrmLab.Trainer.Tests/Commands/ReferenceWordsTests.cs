using TrmLab.Core.Configuration;

namespace TrmLab.Trainer.Tests.Commands;

/// <summary>The reference's own words start a run, from the command line and from its file.</summary>
public sealed class ReferenceWordsTests : IDisposable
{
    private static readonly string[] Small =
    [
        "arch=trm", "arch.hidden_size=16", "arch.num_heads=2", "arch.expansion=1", "arch.L_layers=1", "arch.H_cycles=1", "arch.L_cycles=1",
        "arch.halt_max_steps=2", "arch.puzzle_emb_len=1", "arch.mlp_t=True", "arch.pos_encodings=none", "evaluators=[]", "+run_name=pasted",
        "epochs=2", "eval_interval=2", "global_batch_size=8", "lr=1e-3", "ema=True",
    ];

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_pasted_command_trains_and_says_what_each_word_became()
    {
        var data = TinySudoku.Write(_directory["data"]);
        var (code, _, error) = await TrainerProcess.Run(["train", .. Small, $"data_paths=[{data}]", "--set", "device=cpu", "--run-dir", _directory["run"]]);
        Assert.True(code == 0, error);
        Assert.Contains("arch.mlp_t=True: arch.mlp_t = true\n", error);
        Assert.Contains("evaluators=[]: not used: ", error);
        var config = ConfigJson.ReadFile(_directory["run/config.json"]);
        Assert.Equal(("pasted", true, "cpu", 0.1), (config.Name, config.Ema, config.Device, config.WeightDecay));
    }

    [Fact]
    public async Task The_references_file_is_a_configuration_and_words_after_it_win()
    {
        var data = TinySudoku.Write(_directory["data"]);
        File.WriteAllText(_directory["all_config.yaml"], $"""
            arch:
              name: recursive_reasoning.trm@TinyRecursiveReasoningModel_ACTV1
              loss:
                name: losses@ACTLossHead
                loss_type: stablemax_cross_entropy
              hidden_size: 16
              num_heads: 2
              expansion: 1
              H_cycles: 1
              L_cycles: 1
              halt_max_steps: 2
              puzzle_emb_ndim: 16
              puzzle_emb_len: 1
            data_paths:
            - {data}
            evaluators: []
            epochs: 20
            eval_interval: 2
            global_batch_size: 8
            load_checkpoint: null
            """);
        var (code, _, error) = await TrainerProcess.Run("train", "--config", _directory["all_config.yaml"], "epochs=2", "device=cpu", "--run-dir", _directory["run"]);
        Assert.True(code == 0, error);
        var config = ConfigJson.ReadFile(_directory["run/config.json"]);
        Assert.Equal((2, 16, false), (config.Epochs, config.Arch.PuzzleEmbeddingWidth, config.Ema));
        Assert.Equal([data], config.DataPaths);
    }
}
