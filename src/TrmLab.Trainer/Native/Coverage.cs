using System.Runtime.Intrinsics;
using TorchSharp;
using TrmLab.Core.Configuration;
using TrmLab.Trainer.Model;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Native;

/// <summary>What the native step computes: the published <c>trm</c> on a CPU, both mixers, every size. The rest is left to autograd.</summary>
public static class Coverage
{
    /// <summary>Why a network is not covered, in words that follow "because"; null if it is.</summary>
    public static string? Gap(TinyRecursiveModel model) => Gap(model.Shape.Arch, model.Device);

    /// <summary>The same before a network exists.</summary>
    public static string? Gap(ArchConfig arch, Device device)
    {
        if (device.type != DeviceType.CPU)
            return "it runs on a CPU only";
        if (arch.Variant != Variant.Trm)
            return $"it computes the variant {ConfigField.Word(Variant.Trm)}, not {ConfigField.Word(arch.Variant)}";
        if (arch.SeparateNetworks)
            return "it has one network for both updates (separate_networks)";
        if (arch.OneStepGradient)
            return "it differentiates the whole last recursion (one_step_gradient)";
        if (arch.UsesContinueLoss)
            return "it has no continue loss (no_ACT_continue: false)";
        return Vector256.IsHardwareAccelerated ? null : "it needs a processor with 256-bit vectors (AVX2)";
    }
}
