using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;
using TrmLab.Trainer.Checkpoints;
using TrmLab.Trainer.Training;

namespace TrmLab.Trainer.Tests.Training;

/// <summary>A run that starts from the weights of another.</summary>
public sealed class WarmStartTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Data { get; }

    private RunDirectory First { get; }

    public WarmStartTests()
    {
        Data = TinySudoku.Write(_directory["data"]);
        First = RunDirectory.At(_directory["first"]);
        new TrainingRun(First, TinySudoku.Config(Data, true, "epochs=2"), resume: false).Execute(terminal: false);
    }

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("", "averaged", CheckpointManifest.EmaWeights)]
    [InlineData("/raw.safetensors", "raw", CheckpointManifest.RawWeights)]
    public void The_weights_of_a_checkpoint_are_taken_and_averaged_from_there(string file, string kind, string source)
    {
        var checkpoint = CheckpointDirectory.List(First.Checkpoints)[0].Path;
        using var weights = StartingWeights.Open(checkpoint + file, Shape(1));
        Assert.Contains($"{kind} weights of step 8", Assert.Single(weights.Messages));
        using var data = TrainingData.Open(TinySudoku.Config(Data), "test");
        using var state = new TrainingState(TinySudoku.Config(Data, true, "seed=99"), data, ComputeDevice.Of("cpu", 1, ForwardType.Float32));
        state.StartFrom(weights);

        using var stored = SafetensorsFile.Open(Path.Combine(checkpoint, source));
        foreach (var (name, weight) in state.Model.Weights) Assert.Equal(stored[name].ToSingles(), weight.Values());
        foreach (var (name, average) in state.Update.Average!.Shadows) Assert.Equal(stored[name].ToSingles(), average.Values());
        foreach (var (name, buffer) in state.Model.Buffers) Assert.Equal(stored[name].ToSingles(), buffer.Values());
    }

    [Fact]
    public void Only_the_puzzle_embedding_of_frozen_weights_moves()
    {
        var run = RunDirectory.At(_directory["run"]);
        var config = TinySudoku.Config(Data, true, "epochs=2", "freeze_weights=true", $"load_checkpoint={First.Root}");
        new TrainingRun(run, config, resume: false).Execute(terminal: false);
        Assert.Contains(TrainingRunTests.Events(run).OfType<Notice>(), n => n.Level == "info" && n.Text.StartsWith("starting from the averaged weights", StringComparison.Ordinal));

        using var before = SafetensorsFile.Open(Path.Combine(CheckpointDirectory.List(First.Checkpoints)[0].Path, CheckpointManifest.EmaWeights));
        foreach (var file in new[] { CheckpointManifest.RawWeights, CheckpointManifest.EmaWeights })
        {
            using var after = SafetensorsFile.Open(Path.Combine(CheckpointDirectory.List(run.Checkpoints)[0].Path, file));
            // The average of a constant is rounded at every step, so it need not be the constant to the last bit.
            var tolerance = file == CheckpointManifest.RawWeights ? 0 : 1e-6;
            foreach (var array in before.Arrays.Where(a => a.Name != "puzzle_emb.weights"))
                Assert.Equal(array.ToSingles(), after[array.Name].ToSingles(), (a, b) => Math.Abs(a - b) <= tolerance * Math.Max(1, Math.Abs(a)));
            Assert.NotEqual(before["puzzle_emb.weights"].ToSingles(), after["puzzle_emb.weights"].ToSingles());
        }
    }

    [Fact]
    public void A_puzzle_embedding_for_other_puzzles_becomes_its_mean_row()
    {
        using var weights = StartingWeights.Open(First.Root, Shape(5));
        Assert.Contains("has 1 rows, the data 5 identifiers", weights.Messages[1]);
        using var old = StartingWeights.Open(First.Root, Shape(1));
        var row = old.Arrays.Single(a => a.Name == "puzzle_emb.weights").ToSingles();
        var table = weights.Arrays.Single(a => a.Name == "puzzle_emb.weights");
        Assert.Equal([5, 16], table.Shape);
        Assert.Equal(Enumerable.Repeat(row, 5).SelectMany(r => r), table.ToSingles());
    }

    [Fact]
    public void Exported_weights_can_be_started_from_too()
    {
        var file = _directory["weights.safetensors"];
        CheckpointExport.Run(new ExportOptions { Checkpoint = CheckpointDirectory.List(First.Checkpoints)[0].Path, File = file });
        using var weights = StartingWeights.Open(file, Shape(1));
        using var original = StartingWeights.Open(First.Root, Shape(1));
        Assert.Equal(original.Arrays.Select(a => (a.Name, a.ToSingles().Sum())), weights.Arrays.Select(a => (a.Name, a.ToSingles().Sum())));
    }

    [Fact]
    public void What_the_weights_were_trained_for_is_said_where_it_differs()
    {
        var shape = Shape(1);
        using var weights = StartingWeights.Open(First.Root, shape with { Arch = shape.Arch with { LatentSteps = 5 } });
        Assert.Equal("the weights to start from were trained with arch.L_cycles 2, now 5", weights.Messages[1]);
    }

    [Fact]
    public void Weights_of_another_network_are_refused_and_nothing_is_created()
    {
        var run = RunDirectory.At(_directory["run"]);
        var config = TinySudoku.Config(Data, true, "arch.hidden_size=32", $"load_checkpoint={First.Root}");
        var error = Assert.Throws<InputException>(() => new TrainingRun(run, config, resume: false).Execute(terminal: false));
        Assert.StartsWith($"load_checkpoint: {First.Root}: not the weights of this trm", error.Message);
        Assert.False(Directory.Exists(run.Root));
    }

    [Fact]
    public void A_resumed_run_no_longer_needs_them()
    {
        var run = RunDirectory.At(_directory["run"]);
        var config = TinySudoku.Config(Data, true, "epochs=4", $"load_checkpoint={First.Root}");
        new TrainingRun(run, config, resume: false).Execute(terminal: false);
        Directory.Delete(First.Root, recursive: true);
        Assert.Equal(16, new TrainingRun(run, config, resume: true).Execute(terminal: false).Step);

        Directory.Delete(run.Checkpoints, recursive: true);
        var error = Assert.Throws<InputException>(() => new TrainingRun(run, config, resume: true).Execute(terminal: false));
        Assert.Contains("load_checkpoint", error.Message);
    }

    private static ModelShape Shape(int identifiers) => new(TinySudoku.Config("x").Arch, 16, 6, identifiers);
}
