using System.Text.Json;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Verification;

/// <summary>Sum and sum of squares of a weight, which a manifest keeps where the weight itself would be too large.</summary>
internal static class WeightSums
{
    /// <summary>Compares every weight that the manifest lists.</summary>
    public static void Compare(StageCheck check, JsonElement sums, Func<string, Tensor?> actual, Tolerance tolerance)
    {
        if (sums.ValueKind != JsonValueKind.Object)
            return;
        foreach (var weight in sums.EnumerateObject())
        {
            if (actual(ModelArchive.PlainName(weight.Name)) is not { } value)
            {
                check.Fail($"the manifest has sums of {weight.Name}, the network has no such weight");
                continue;
            }

            using var scope = NewDisposeScope();
            var wide = value.detach().to(ScalarType.Float64);
            check.Compare($"sum of {weight.Name}", wide.sum().item<double>(), weight.Value[0].GetDouble(), tolerance);
            check.Compare($"sum of squares of {weight.Name}", wide.mul(wide).sum().item<double>(), weight.Value[1].GetDouble(), tolerance);
        }
    }
}
