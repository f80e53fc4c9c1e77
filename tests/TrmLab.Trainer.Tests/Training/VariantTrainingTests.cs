using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;
using TrmLab.Trainer.Training;

namespace TrmLab.Trainer.Tests.Training;

/// <summary>Every network with every loss trains, evaluates and saves; also the combinations that the reference stumbles over.</summary>
public sealed class VariantTrainingTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    public static TheoryData<Variant, bool, TokenLoss, bool> Networks()
    {
        var data = new TheoryData<Variant, bool, TokenLoss, bool>();
        foreach (var variant in Enum.GetValues<Variant>())
        {
            data.Add(variant, true, TokenLoss.SoftMax, false);
            data.Add(variant, false, TokenLoss.StableMax, false);
            data.Add(variant, false, TokenLoss.SoftMax, true);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_network_trains(Variant variant, bool tokenMlp, TokenLoss loss, bool noContinueLoss)
    {
        var config = TinySudoku.Config(TinySudoku.Write(_directory["data"]), tokenMlp, "epochs=2");
        config = config with { Arch = config.Arch with { Variant = variant, HighLayers = 1, Loss = loss, NoActContinue = noContinueLoss } };
        var run = RunDirectory.At(_directory["run"]);
        Assert.Equal(("finished", 8L), new TrainingRun(run, config, resume: false).Execute(terminal: false) is var outcome ? (outcome.State, outcome.Step) : default);

        var events = TrainingRunTests.Events(run);
        var metrics = events.OfType<MetricsLogged>().ToArray();
        Assert.All(metrics, e => Assert.All(e.Values, v => Assert.True(double.IsFinite(v.Value), v.Key)));
        Assert.All(metrics, e => Assert.True(e.Values["train/grad_norm"] > 0));
        Assert.All(metrics, e => Assert.Equal(config.Arch.UsesContinueLoss, e.Values.ContainsKey("train/q_continue_loss")));
        Assert.Equal(["raw", "ema"], events.OfType<Evaluated>().Select(e => e.Weights));
    }

    [Theory]
    [InlineData("arch.separate_networks=true")]
    [InlineData("arch.one_step_gradient=true")]
    public void An_ablation_trains_and_its_checkpoint_is_read_again(string ablation)
    {
        var config = TinySudoku.Config(TinySudoku.Write(_directory["data"]), true, "epochs=2", ablation);
        var run = RunDirectory.At(_directory["run"]);
        Assert.Equal("finished", new TrainingRun(run, config, resume: false).Execute(terminal: false).State);
        Assert.Contains("autograd (native:", TrainingRunTests.Events(run).OfType<RunStarted>().Single().Environment["step engine"]);
        var longer = config with { Epochs = 4 };
        File.WriteAllText(run.Config, ConfigJson.Write(longer));
        Assert.Equal(("finished", 16L), new TrainingRun(run, longer, resume: true).Execute(terminal: false) is var outcome ? (outcome.State, outcome.Step) : default);
    }

    [Fact]
    public void A_curriculum_deepens_training_but_not_evaluation()
    {
        var config = TinySudoku.Config(TinySudoku.Write(_directory["data"]), true, "depth_curriculum=true", "arch.H_cycles=3", "arch.L_cycles=3");
        using var data = TrainingData.Open(config, "test");
        using var state = new TrainingState(config, data, ComputeDevice.Of("cpu", 1, ForwardType.Float32));
        Assert.Equal([1, 1, 2, 2, 3], new[] { 1, 8, 9, 15, 24 }.Select(step => state.DepthAt(step).Cycles));
        Assert.Equal(3, state.FullDepth.LatentSteps);
    }
}
