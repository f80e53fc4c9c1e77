using TrmLab.Core.Configuration;
using TrmLab.Trainer.Evaluation;
using TrmLab.Trainer.Tests.Distributed;

namespace TrmLab.Trainer.Tests.Evaluation;

/// <summary>Not beside other tests: the memory that is measured is the whole process's.</summary>
[Collection(RankWatchTests.Alone)]
public sealed class BatchCapacityTests
{
    [Theory]
    [InlineData(1_000_000L, 1_000, 256, 256)]
    [InlineData(1_000_000L, 10_000, 256, 32)]
    [InlineData(1_000_000L, 10_000, 20, 20)]
    [InlineData(1_000L, 1_000_000, 256, 1)]
    [InlineData(null, 10, 4096, 256)]
    [InlineData(null, 10, 3, 3)]
    public void Half_of_the_free_memory_is_filled_by_a_power_of_two(long? free, long perSequence, int most, int expected) =>
        Assert.Equal(expected, BatchCapacity.Choose(free, perSequence, most));

    [Fact]
    public void A_step_is_measured()
    {
        using var model = TinyNetworks.Build(TinyNetworks.Arch);
        using var step = TinyNetworks.Step(model);
        Assert.Equal(7, BatchCapacity.Of(step, 7));
        Assert.Equal(256, BatchCapacity.Of(step, 10_000));
    }

    [Fact]
    public void Host_memory_is_measured()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /proc");
        var memory = DeviceMemory.Of(TorchSharp.torch.CPU);
        Assert.InRange(memory.Free()!.Value, 1, 1L << 50);
        Assert.InRange(memory.Peak(() => TorchSharp.torch.ones(64 << 18).Dispose()), 50L << 20, 128L << 20);
    }

    [Fact]
    public void A_published_network_takes_tens_of_megabytes_per_maze()
    {
        var shape = new ModelShape(Presets.Get("maze-hard").Arch, 900, 6, 1);
        Assert.InRange(BatchCapacity.LeastBytes(shape), 10L << 20, 100L << 20);
    }
}
