using TrmLab.Trainer.Model;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Verification;

/// <summary>
/// The first call again with bfloat16 activations; the weights stay float32. By autograd, which rounds after every operation as the reference
/// does; the native step rounds less.
/// </summary>
internal sealed class HalfPrecisionStage : IVerificationStage
{
    public IReadOnlyList<string> Stages(ModelArchive archive) => archive.Archive.Stage("bf16").Count > 0 ? ["bf16"] : [];

    public IEnumerable<StageResult> Replay(ModelArchive archive, Device device)
    {
        using var scope = NewDisposeScope();
        using var model = archive.Build(device, ScalarType.BFloat16);
        using var step = archive.AutogradStep(model);
        using var carry = Carry.Initial(model, archive.BatchSize);
        using var result = step.Run(carry, archive.Batch(1), training: true);
        using var after = result.Carry;
        var check = new StageCheck("bf16", Tolerances.HalfPrecision(archive.Arch));
        CallComparison.Compare(check, archive, "bf16", result, model.StateNames);
        return [check.Result()];
    }
}
