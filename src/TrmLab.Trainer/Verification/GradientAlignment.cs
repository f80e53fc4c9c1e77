using TrmLab.Trainer.Model;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Verification;

/// <summary>
/// The first step of AdamATan2 and every step of SignSGD move by the sign of a gradient, however small it is. An entry whose gradient is
/// at rounding level may therefore go the other way in a correct implementation, and a trajectory never comes back from it. Here the
/// first step's few such entries take the golden gradient; the gradients themselves are compared in a stage of their own.
/// </summary>
internal static class GradientAlignment
{
    private const double LargestShare = 1e-3;

    /// <summary>Whether the archive has the gradients of the first step.</summary>
    public static bool IsPossible(ModelArchive archive) => archive.Archive.Stage("grads").Count > 0;

    /// <summary>Aligns the gradients of the first step; fails the stage if that takes more than 0.1 % of the entries.</summary>
    public static void Apply(StageCheck check, ModelArchive archive, TinyRecursiveModel model)
    {
        using var scope = NewDisposeScope();
        using var gradient = no_grad();
        long aligned = 0;
        long entries = 0;
        foreach (var stored in archive.Archive.Stage("grads"))
        {
            var name = ModelArchive.PlainName(stored);
            var own = name == "puzzle_emb.local_weights"
                ? model.PuzzleEmbedding?.LocalGradient
                : model.Weights.FirstOrDefault(weight => weight.name == name).parameter?.grad;
            if (own is null)
                continue;
            var golden = archive.Archive.Tensor($"grads/{stored}").to(own.device);
            var flipped = own.sign().ne(golden.sign()).logical_and(own.sub(golden).abs().IsAtMost(Tolerances.Gradients.Absolute));
            aligned += flipped.sum().item<long>();
            entries += own.numel();
            own.copy_(where(flipped, golden, own));
        }

        if (aligned > 0)
            check.Note($"{aligned} of {entries} gradients at rounding level took the golden sign in step 1");
        if (aligned > Math.Ceiling(entries * LargestShare))
            check.Fail($"{aligned} of {entries} gradients of step 1 have the wrong sign, allowed {LargestShare:p1}");
    }
}
