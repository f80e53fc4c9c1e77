using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Trainer.Native.Products;
using TrmLab.Trainer.Training;

namespace TrmLab.Trainer.Tests.Training;

public sealed class ComputeDeviceTests
{
    [Fact]
    public void Auto_takes_bfloat16_only_where_the_processor_multiplies_it()
    {
        var device = ComputeDevice.Of("cpu", 1, ForwardType.Auto);
        Assert.Equal(DotTiles.Gap is null ? ForwardType.BFloat16 : ForwardType.Float32, device.ForwardType);
        Assert.Equal(DotTiles.Gap, device.NoFastHalf);
    }

    [Theory]
    [InlineData("gpu")]
    [InlineData("CUDA")]
    [InlineData("cuda:x")]
    [InlineData("cuda: 0")]
    [InlineData("cuda:-1")]
    public void A_word_that_names_no_device_is_not_taken_for_the_processor(string word) =>
        Assert.Contains($"device {word}: must be", Assert.Throws<InputException>(() => ComputeDevice.Of(word, 1, null)).Message);

    [Fact]
    public void What_is_asked_for_stays_and_nothing_is_float32()
    {
        Assert.Equal(ForwardType.BFloat16, ComputeDevice.Of("cpu", 1, ForwardType.BFloat16).ForwardType);
        Assert.Equal(ForwardType.Float32, ComputeDevice.Of("cpu", 1, null).ForwardType);
    }

    [Fact]
    public void Half_precision_by_autograd_warns_where_it_is_slow_and_the_native_step_never_does()
    {
        var device = ComputeDevice.Of("cpu", 1, ForwardType.BFloat16);
        StepFactory Factory(Variant variant) => new(new RunConfig { Arch = new ArchConfig { Variant = variant } }, new HaltingRule(new ArchConfig(), RandomStream.Exploration.Of(0)), device);
        Assert.True(Factory(Variant.Trm).IsNative);
        Assert.Null(Factory(Variant.Trm).Warning);
        Assert.Equal(device.NoFastHalf is null, Factory(Variant.TrmSingleZ).Warning is null);
    }
}
