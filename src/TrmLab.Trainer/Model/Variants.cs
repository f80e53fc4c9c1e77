using TrmLab.Core.Configuration;

namespace TrmLab.Trainer.Model;

/// <summary>What distinguishes the published networks: which cores they have, which tensors they carry, how they recurse.</summary>
internal static class Variants
{
    /// <summary>Makes a variant's cores (by the reference's names) and its recursion.</summary>
    /// <param name="core">Makes and registers a core of so many layers.</param>
    /// <returns>The recursion, its cores, and the names of its state's tensors, answer first.</returns>
    public static (Recursion Recursion, ReasoningCore[] Cores, string[] StateNames) Build(ArchConfig arch, Func<string, int, ReasoningCore> core)
    {
        switch (arch.Variant)
        {
            case Variant.Hrm:
                var high = core("H_level", arch.HighLayers);
                var low = core("L_level", arch.Layers);
                return (new HrmRecursion(low, high), [low, high], ["z_H", "z_L"]);
            case Variant.Transformer:
                var only = core("H_level", arch.HighLayers);
                return (new TransformerRecursion(only), [only], ["z_H"]);
            case Variant.Trm:
                var latent = core("L_level", arch.Layers);
                var answer = arch.SeparateNetworks ? core("H_level", arch.Layers) : latent;
                return (new TrmRecursion(latent, answer, arch.OneStepGradient), [.. new[] { latent, answer }.Distinct()], ["z_H", "z_L"]);
            default:
                var f = core("L_level", arch.Layers);
                return arch.Variant switch
                {
                    Variant.TrmSingleZ => (new SingleStateRecursion(f), [f], ["z_L"]),
                    Variant.TrmHier6 => (
                        new SixLatentRecursion(f), [f], ["z_H", .. Enumerable.Range(1, SixLatentRecursion.Latents).Select(slot => $"z_L{slot}")]),
                    _ => throw new ArgumentOutOfRangeException(nameof(arch), arch.Variant, "No such variant."),
                };
        }
    }

    /// <summary>z_L1 -> L1_init: the buffer that a state's tensor starts from.</summary>
    public static string InitialName(string stateName) => $"{stateName[2..]}_init";
}
