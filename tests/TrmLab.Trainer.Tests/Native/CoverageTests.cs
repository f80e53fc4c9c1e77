using System.Runtime.Intrinsics;
using TorchSharp;
using TrmLab.Core.Configuration;
using TrmLab.Trainer.Native;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Tests.Native;

public sealed class CoverageTests
{
    private static readonly ArchConfig Arch = new();

    [Fact]
    public void The_published_network_is_covered_with_either_mixer()
    {
        Assert.SkipUnless(Vector256.IsHardwareAccelerated, "Needs AVX2.");
        Assert.Null(Coverage.Gap(Arch, CPU));
        Assert.Null(Coverage.Gap(Arch with { TokenMlp = true, Positions = PositionEncoding.None }, CPU));
    }

    [Fact]
    public void What_is_not_covered_says_why()
    {
        Assert.Contains("trm_hier6", Coverage.Gap(Arch with { Variant = Variant.TrmHier6 }, CPU));
        Assert.Contains("continue loss", Coverage.Gap(Arch with { NoActContinue = false }, CPU));
        Assert.Contains("CPU", Coverage.Gap(Arch, new Device(DeviceType.CUDA)));
    }

    [Fact]
    public void A_step_for_a_network_that_is_not_covered_is_refused()
    {
        using var model = TinyNetworks.Build(TinyNetworks.Arch with { Variant = Variant.TrmSingleZ });
        var refusal = Assert.Throws<NotSupportedException>(() => new NativeStep(model, null!, null!, 1, 1));
        Assert.Contains("trm_singlez", refusal.Message);
    }
}
