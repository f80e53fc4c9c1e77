using TrmLab.Trainer.Model;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Verification;

/// <summary>Chained training calls with unchanged weights, the carry handed on, and the gradients of the first.</summary>
internal sealed class CallStage : IVerificationStage
{
    public IReadOnlyList<string> Stages(ModelArchive archive)
    {
        List<string> stages = [.. Calls(archive).Select(call => $"call{call}")];
        if (archive.Archive.Stage("grads").Count > 0)
            stages.Add("grads");
        return stages;
    }

    public IEnumerable<StageResult> Replay(ModelArchive archive, Device device)
    {
        using var scope = NewDisposeScope();
        using var model = archive.Build(device);
        using var step = archive.Step(model);
        var stages = Stages(archive);
        List<StageResult> results = [];
        StageResult? gradients = null;
        var carry = Carry.Initial(model, archive.BatchSize);
        for (var call = 1; call <= Calls(archive).Append(1).Max(); call++)
        {
            using var result = step.Run(carry, archive.Batch(call), training: true);
            carry.Dispose();
            carry = result.Carry;
            if (stages.Contains($"call{call}"))
            {
                var check = new StageCheck($"call{call}", call == 1 ? Tolerances.FirstCall : Tolerances.ChainedCall);
                CallComparison.Compare(check, archive, $"call{call}", result, model.StateNames);
                results.Add(check.Result());
            }

            if (call == 1 && stages.Contains("grads"))
                gradients = CompareGradients(archive, model);
        }

        carry.Dispose();
        if (gradients is not null)
            results.Add(gradients);
        return results;
    }

    private static StageResult CompareGradients(ModelArchive archive, TinyRecursiveModel model)
    {
        var check = new StageCheck("grads", Tolerances.Gradients);
        foreach (var stored in archive.Archive.Stage("grads"))
        {
            var name = ModelArchive.PlainName(stored);
            var actual = name == "puzzle_emb.local_weights"
                ? model.PuzzleEmbedding?.LocalGradient
                : model.Weights.FirstOrDefault(weight => weight.name == name).parameter?.grad;
            if (actual is null)
                check.Fail($"{name} has no gradient here");
            else
                check.Compare(name, actual, archive.Archive.Tensor($"grads/{stored}"));
        }

        return check.Result();
    }

    private static IEnumerable<int> Calls(ModelArchive archive) =>
        archive.Archive.Arrays.Select(name => name.Split('/')[0]).Distinct()
            .Select(folder => folder.StartsWith("call", StringComparison.Ordinal) && int.TryParse(folder[4..], out var call) ? call : 0)
            .Where(call => call > 0).Order();
}
