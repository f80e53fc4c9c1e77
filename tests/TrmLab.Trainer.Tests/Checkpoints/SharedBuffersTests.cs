using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;
using TrmLab.Trainer.Checkpoints;
using TrmLab.Trainer.Checkpoints.Arrays;
using TrmLab.Trainer.Model;
using TrmLab.Trainer.Tests.Training;
using TrmLab.Trainer.Training;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Tests.Checkpoints;

/// <summary>Raw and averaged weights share the buffers: puzzle table and initial states.</summary>
public sealed class SharedBuffersTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly CheckpointEntry _checkpoint;

    public SharedBuffersTests()
    {
        var run = RunDirectory.At(_directory["run"]);
        new TrainingRun(run, TinySudoku.Config(TinySudoku.Write(_directory["data"]), true, "epochs=2"), resume: false).Execute(terminal: false);
        _checkpoint = CheckpointDirectory.List(run.Checkpoints)[0];
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Averaged_weights_are_stored_without_them()
    {
        using var raw = SafetensorsFile.Open(Path.Combine(_checkpoint.Path, CheckpointManifest.RawWeights));
        using var averaged = SafetensorsFile.Open(Path.Combine(_checkpoint.Path, CheckpointManifest.EmaWeights));
        Assert.Equal(["H_init", "L_init", "puzzle_emb.weights"], raw.Arrays.Select(a => a.Name).Except(averaged.Arrays.Select(a => a.Name)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Averaged_weights_are_read_with_them_wherever_they_lie(bool inBothFiles)
    {
        var path = inBothFiles ? WithBuffersInBoth() : _checkpoint.Path;
        var shape = _checkpoint.Manifest!.Shape;
        using var model = new TinyRecursiveModel(shape, CPU, ScalarType.Float32, seed: 3);
        TrainingCheckpoint.LoadWeights(path, CheckpointManifest.EmaWeights, model);
        using var raw = SafetensorsFile.Open(Path.Combine(path, CheckpointManifest.RawWeights));
        using var averaged = SafetensorsFile.Open(Path.Combine(path, CheckpointManifest.EmaWeights));
        foreach (var (name, weight) in model.Weights) Assert.Equal(averaged[name].ToSingles(), weight.Values());
        foreach (var (name, buffer) in model.Buffers) Assert.Equal(raw[name].ToSingles(), buffer.Values());

        using var weights = CheckpointWeights.Open(path, WeightsKind.Ema);
        var loaded = model.Weights.Select(w => (w.name, (Tensor)w.parameter)).Concat(model.Buffers).ToDictionary(w => w.Item1, w => w.Item2.Values());
        Assert.Equal(loaded.Count, weights.Arrays.Count);
        foreach (var array in weights.Arrays) Assert.Equal(loaded[array.Name], array.ToSingles());
    }

    [Fact]
    public void Averaged_weights_that_were_taken_out_of_their_checkpoint_are_refused_with_the_way_out()
    {
        File.Copy(Path.Combine(_checkpoint.Path, CheckpointManifest.EmaWeights), _directory["mine.safetensors"]);
        var message = Assert.Throws<TrmLab.Core.InputException>(() => CheckpointImport.Inspect(new ImportOptions { File = _directory["mine.safetensors"], SequenceLength = 16 })).Message;
        Assert.Contains("trmlab checkpoint export", message);
    }

    // What other versions of the program write.
    private string WithBuffersInBoth()
    {
        using var raw = SafetensorsFile.Open(Path.Combine(_checkpoint.Path, CheckpointManifest.RawWeights));
        using var averaged = SafetensorsFile.Open(Path.Combine(_checkpoint.Path, CheckpointManifest.EmaWeights));
        return CheckpointDirectory.Write(_directory["old"], CheckpointManifest.For(8, _checkpoint.Manifest!.Shape), files =>
        {
            files.Add(CheckpointManifest.RawWeights, s => SafetensorsWriter.Write(s, raw.Arrays));
            files.Add(CheckpointManifest.EmaWeights, s => SafetensorsWriter.Write(s, averaged.Arrays.Concat(raw.Arrays.Where(a => !averaged.Contains(a.Name)))));
        });
    }
}
