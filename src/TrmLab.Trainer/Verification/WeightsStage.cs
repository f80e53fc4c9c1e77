using static TorchSharp.torch;

namespace TrmLab.Trainer.Verification;

/// <summary>Names and shapes of parameters and buffers, and the values of the rotary tables.</summary>
internal sealed class WeightsStage : IVerificationStage
{
    public IReadOnlyList<string> Stages(ModelArchive archive) => [.. new[] { "params", "buffers" }.Where(stage => archive.Archive.Stage(stage).Count > 0)];

    public IEnumerable<StageResult> Replay(ModelArchive archive, Device device)
    {
        using var scope = NewDisposeScope();
        using var model = archive.Build(device);
        foreach (var stage in Stages(archive))
        {
            var check = new StageCheck(stage, Tolerances.Layers);
            HashSet<string> golden = [.. archive.Archive.Stage(stage).Select(ModelArchive.PlainName)];
            if (stage == "buffers" && model.Rotary is { } rotary)
            {
                CompareTable("rotary_emb.cos_cached", rotary.Cosine);
                CompareTable("rotary_emb.sin_cached", rotary.Sine);
            }

            // Build has compared the shapes.
            HashSet<string> own = [.. stage == "params" ? model.Weights.Select(weight => weight.name) : model.Buffers.Select(buffer => buffer.name)];
            check.Counted(own.Count);
            foreach (var name in golden.Except(own).Where(name => !name.StartsWith("rotary_emb.", StringComparison.Ordinal)))
                check.Fail($"the archive has {name}, the network has not");
            yield return check.Result();

            void CompareTable(string name, Tensor actual)
            {
                if (golden.Contains(name))
                    check.Compare(name, actual, archive.Archive.Tensor($"{stage}/{name}"));
            }
        }
    }
}
