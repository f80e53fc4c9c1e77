using System.Globalization;
using System.Text.Json;
using TrmLab.Trainer.Model;
using TrmLab.Trainer.Optimization;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Verification;

/// <summary>One step of both optimisers from the golden gradients (from our own where there are none), and the average after it.</summary>
internal sealed class UpdateStage : IVerificationStage
{
    private const string AveragePrefix = "ema_";

    public IReadOnlyList<string> Stages(ModelArchive archive)
    {
        var stages = Rates(archive).Select(rate => AveragePrefix + rate);
        return [.. archive.Archive.Stage("after_step").Count > 0 ? stages.Prepend("after_step") : stages];
    }

    public IEnumerable<StageResult> Replay(ModelArchive archive, Device device)
    {
        using var scope = NewDisposeScope();
        using var model = archive.Build(device);
        List<StageResult> results = [];
        foreach (var stage in Stages(archive))
        {
            archive.Load(model);
            if (stage == "after_step")
            {
                Step(archive, model);
                results.Add(CompareWeights(stage, HasGradients(archive) ? Tolerances.Update : Tolerances.UpdateOfOwnGradients, archive, name => Find(model, name)));
            }
            else
            {
                results.Add(Average(archive, model, stage));
            }
        }

        return results;
    }

    private static void Step(ModelArchive archive, TinyRecursiveModel model)
    {
        var hyper = archive.Hyper;
        if (HasGradients(archive))
        {
            foreach (var (name, weight) in model.Weights)
                weight.grad = archive.Archive.Tensor($"grads/{name}").to(model.Device);
            // All sequences are halted before the first call, so its identifiers are those of batch 1.
            if (archive.Archive.Has("grads/puzzle_emb.local_weights"))
                model.PuzzleEmbedding?.SetLocalGradient(archive.Archive.Tensor("batch1/puzzle_identifiers").to(model.Device), archive.Archive.Tensor("grads/puzzle_emb.local_weights").to(model.Device));
        }
        else
        {
            using var step = archive.Step(model);
            using var carry = Carry.Initial(model, archive.BatchSize);
            using var result = step.Run(carry, archive.Batch(1), training: true);
            result.Carry.Dispose();
        }

        using var optimizer = new AdamAtan2(model.Weights, hyper.Double("beta1"), hyper.Double("beta2"), hyper.Double("weight_decay"));
        optimizer.Step(hyper.Double("lr"));
        if (model.PuzzleEmbedding is { } puzzles)
        {
            using var sgd = new SignSgd(puzzles, hyper.Double("puzzle_emb_weight_decay"));
            sgd.Step(hyper.Double("puzzle_emb_lr"));
        }
    }

    private static StageResult Average(ModelArchive archive, TinyRecursiveModel model, string stage)
    {
        var rate = stage[AveragePrefix.Length..];
        using var average = new ExponentialMovingAverage(model.Weights, double.Parse(rate, CultureInfo.InvariantCulture));
        var isGiven = archive.Archive.Stage("after_step").Count > 0;
        if (!isGiven)
            Step(archive, model);
        using (no_grad())
        {
            foreach (var (name, weight) in model.Weights.Where(_ => isGiven))
                weight.copy_(archive.Archive.Tensor($"after_step/{name}"));
        }

        average.Update();
        Dictionary<string, Tensor> shadows = average.Shadows.ToDictionary();
        var sums = archive.Archive.Manifest.TryGetProperty("ema_sum_and_sumsq", out var all) && all.TryGetProperty(rate, out var own) ? own : default;
        var (arrays, totals) = isGiven || HasGradients(archive)
            ? (isGiven ? Tolerances.Average : Tolerances.Update, Tolerances.Sums)
            : (Tolerances.UpdateOfOwnGradients, Tolerances.FlippedSums(archive.Shape, archive.Hyper.Double("lr")));
        return CompareWeights(stage, arrays, archive, name => shadows.GetValueOrDefault(name), sums, totals);
    }

    private static StageResult CompareWeights(
        string stage, Tolerance tolerance, ModelArchive archive, Func<string, Tensor?> actual, JsonElement sums = default, Tolerance? totals = null)
    {
        var check = new StageCheck(stage, tolerance);
        foreach (var stored in archive.Archive.Stage(stage))
        {
            if (actual(ModelArchive.PlainName(stored)) is { } value)
                check.Compare(stored, value, archive.Archive.Tensor($"{stage}/{stored}"));
            else
                check.Fail($"the archive has {stored}, the network has not");
        }

        WeightSums.Compare(check, sums, actual, totals ?? Tolerances.Sums);
        return check.Result();
    }

    private static bool HasGradients(ModelArchive archive) => archive.Archive.Stage("grads").Count > 0;

    private static Tensor? Find(TinyRecursiveModel model, string name) =>
        model.Weights.FirstOrDefault(weight => weight.name == name).parameter ?? model.Buffers.FirstOrDefault(buffer => buffer.name == name).buffer;

    // Averages with arrays, and averages of which the manifest has the sums only.
    private static IEnumerable<string> Rates(ModelArchive archive)
    {
        var folders = archive.Archive.Arrays.Select(name => name.Split('/')[0]).Where(folder => folder.StartsWith(AveragePrefix, StringComparison.Ordinal));
        var sums = archive.Archive.Manifest.TryGetProperty("ema_sum_and_sumsq", out var all) && all.ValueKind == JsonValueKind.Object
            ? all.EnumerateObject().Select(rate => rate.Name) : [];
        return folders.Select(folder => folder[AveragePrefix.Length..]).Concat(sums).Distinct();
    }
}
