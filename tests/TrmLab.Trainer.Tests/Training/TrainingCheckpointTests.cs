using TorchSharp;
using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;
using TrmLab.Trainer.Training;

namespace TrmLab.Trainer.Tests.Training;

/// <summary>A checkpoint that is written and read on devices of different data types.</summary>
public sealed class TrainingCheckpointTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly RunConfig _config;
    private readonly TrainingData _data;

    public TrainingCheckpointTests()
    {
        _config = TinySudoku.Config(TinySudoku.Write(_directory["data"]), true, "step_engine=autograd");
        _data = TrainingData.Open(_config, "test");
    }

    public void Dispose()
    {
        _data.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData(ForwardType.Float32, ForwardType.BFloat16)]
    [InlineData(ForwardType.BFloat16, ForwardType.Float32)]
    public void A_resumed_run_computes_in_the_type_of_its_device(ForwardType before, ForwardType after)
    {
        using var written = StateIn(before);
        Step(written);
        var path = Save(written);

        using var read = StateIn(after);
        TrainingCheckpoint.Load(path, read);
        Assert.All(read.Carry.State.All, tensor => Assert.Equal(TypeOf(after), tensor.dtype));
        foreach (var (stored, loaded) in written.Carry.State.All.Zip(read.Carry.State.All))
            Assert.Equal(stored.to(torch.ScalarType.BFloat16).Values(), loaded.to(torch.ScalarType.BFloat16).Values());
        Step(read);
        Assert.All(read.Carry.State.All, tensor => Assert.Equal(TypeOf(after), tensor.dtype));
    }

    [Theory]
    [InlineData(ForwardType.Float32)]
    [InlineData(ForwardType.BFloat16)]
    public void A_checkpoint_says_in_which_type_its_run_computed(ForwardType type)
    {
        using var state = StateIn(type);
        Assert.Null(state.Config.Arch.ForwardType);
        Assert.Equal(type, CheckpointDirectory.Open(Save(state)).ForwardType);
    }

    private static torch.ScalarType TypeOf(ForwardType type) => type == ForwardType.BFloat16 ? torch.ScalarType.BFloat16 : torch.ScalarType.Float32;

    private static void Step(TrainingState state)
    {
        Assert.True(state.Sampler.TryNext(out var batch));
        using var step = state.Steps.Create(state.Model);
        using var result = step.Run(state.Carry, batch, training: true);
        state.Carry.Dispose();
        state.Carry = result.Carry;
    }

    private TrainingState StateIn(ForwardType type) => new(_config, _data, new ComputeDevice(torch.CPU, 1, type));

    private string Save(TrainingState state) => TrainingCheckpoint.Save(_directory["checkpoints"], state, state.Carry, new Dictionary<string, double>());
}
