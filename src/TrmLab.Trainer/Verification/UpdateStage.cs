using System.Globalization;
using System.Text.Json;
using TrmLab.Trainer.Model;
using TrmLab.Trainer.Optimization;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Verification;

/// <summary>One step of both optimisers from the golden gradients, and the average after it.</summary>
internal sealed class UpdateStage : IVerificationStage
{
    private const string AveragePrefix = "ema_";

    public IReadOnlyList<string> Stages(ModelArchive archive)
    {
        List<string> stages = [];
        if (archive.Hyper is null || archive.Archive.Stage("after_step").Count == 0)
            return stages;
        if (archive.Archive.Stage("grads").Count > 0)
            stages.Add("after_step");
        stages.AddRange(Rates(archive).Select(rate => AveragePrefix + rate));
        return stages;
    }

    public IEnumerable<StageResult> Replay(ModelArchive archive, Device device)
    {
        using var scope = NewDisposeScope();
        using var model = archive.Build(device);
        List<StageResult> results = [];
        foreach (var stage in Stages(archive))
        {
            archive.Load(model);
            results.Add(stage == "after_step" ? Step(archive, model) : Average(archive, model, stage[AveragePrefix.Length..]));
        }

        return results;
    }

    private static StageResult Step(ModelArchive archive, TinyRecursiveModel model)
    {
        var hyper = new ManifestReader(archive.Hyper!.Value, "manifest.json hyper");
        foreach (var (name, weight) in model.Weights)
            weight.grad = archive.Archive.Tensor($"grads/{name}").to(model.Device);
        using var optimizer = new AdamAtan2(model.Weights, hyper.Double("beta1"), hyper.Double("beta2"), hyper.Double("weight_decay"));
        optimizer.Step(hyper.Double("lr"));
        if (model.PuzzleEmbedding is { } puzzles && archive.Archive.Has("grads/puzzle_emb.local_weights"))
        {
            // All sequences are halted before the first call, so its identifiers are those of batch 1.
            puzzles.SetLocalGradient(archive.Archive.Tensor("batch1/puzzle_identifiers").to(model.Device), archive.Archive.Tensor("grads/puzzle_emb.local_weights").to(model.Device));
            using var sgd = new SignSgd(puzzles, hyper.Double("puzzle_emb_weight_decay"));
            sgd.Step(hyper.Double("puzzle_emb_lr"));
        }

        return CompareWeights("after_step", "after_step", Tolerances.Update, archive, name => Find(model, name));
    }

    private static StageResult Average(ModelArchive archive, TinyRecursiveModel model, string rate)
    {
        using var average = new ExponentialMovingAverage(model.Weights, double.Parse(rate, CultureInfo.InvariantCulture));
        using (no_grad())
        {
            foreach (var (name, weight) in model.Weights)
                weight.copy_(archive.Archive.Tensor($"after_step/{name}"));
        }

        average.Update();
        Dictionary<string, Tensor> shadows = average.Shadows.ToDictionary();
        var stage = AveragePrefix + rate;
        var sums = archive.Archive.Manifest.TryGetProperty("ema_sum_and_sumsq", out var all) && all.TryGetProperty(rate, out var own) ? own : default;
        return CompareWeights(stage, stage, Tolerances.Average, archive, name => shadows.GetValueOrDefault(name), sums);
    }

    private static StageResult CompareWeights(
        string stage, string folder, Tolerance tolerance, ModelArchive archive, Func<string, Tensor?> actual, JsonElement sums = default)
    {
        var check = new StageCheck(stage, tolerance);
        foreach (var stored in archive.Archive.Stage(folder))
        {
            if (actual(ModelArchive.PlainName(stored)) is { } value)
                check.Compare(stored, value, archive.Archive.Tensor($"{folder}/{stored}"));
            else
                check.Fail($"the archive has {stored}, the network has not");
        }

        WeightSums.Compare(check, sums, actual, Tolerances.Sums);
        return check.Result();
    }

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
