using System.Text.Json;
using TrmLab.Trainer.Model;
using TrmLab.Trainer.Optimization;
using TrmLab.Trainer.Training;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Verification;

/// <summary>A short training: metrics and learning rate of every step, weights and average at the end.</summary>
internal sealed class TrajectoryStage : IVerificationStage
{
    private const double AverageRate = 0.9;

    public IReadOnlyList<string> Stages(ModelArchive archive) => Trajectory(archive) is not null ? ["traj"] : [];

    public IEnumerable<StageResult> Replay(ModelArchive archive, Device device)
    {
        using var scope = NewDisposeScope();
        using var model = archive.Build(device);
        using var step = archive.Step(model);
        var trajectory = Trajectory(archive)!.Value;
        var plan = new ManifestReader(trajectory, "manifest.json traj").Object("cfg");
        using var average = new ExponentialMovingAverage(model.Weights, AverageRate);
        using var update = Update(archive, model, plan, average);

        var aligned = GradientAlignment.IsPossible(archive);
        var (rows, sums) = aligned ? (Tolerances.ChainedCall, Tolerances.Sums) : (Tolerances.Evaluation, Tolerances.FlippedSums(archive.Shape, update.Rate(1)));
        var check = new StageCheck("traj", aligned ? Tolerances.Trajectory : Tolerances.UnalignedTrajectory);
        PuzzleBatches batches = new(archive);
        var carry = Carry.Initial(model, archive.BatchSize);
        var number = 0;
        foreach (var row in trajectory.GetProperty("rows").EnumerateArray())
        {
            number++;
            if (number > plan.Int("total_steps"))
            {
                // Beyond its last step the reference neither steps nor reports, but its average still moves.
                check.Equal($"step {number} reported", row.ValueKind, JsonValueKind.Null);
                average.Update();
                continue;
            }

            using var result = step.Run(carry, batches.At(number), training: true);
            carry.Dispose();
            carry = result.Carry;
            if (number == 1 && aligned)
                GradientAlignment.Apply(check, archive, model);
            CompareRow(check, number, row, result, archive.BatchSize, update.Apply(number), rows);
        }

        carry.Dispose();
        CompareEnd(check, archive, trajectory, model, average.Shadows.ToDictionary(), sums);
        return [check.Result()];
    }

    private static WeightUpdate Update(ModelArchive archive, TinyRecursiveModel model, ManifestReader plan, ExponentialMovingAverage average)
    {
        var hyper = archive.Hyper;
        LearningRateSchedule Schedule(string rate) =>
            new(hyper.Double(rate), plan.Int("lr_warmup_steps"), plan.Int("total_steps"), plan.Double("lr_min_ratio"));
        var puzzleSgd = model.PuzzleEmbedding is { } puzzles ? new SignSgd(puzzles, hyper.Double("puzzle_emb_weight_decay")) : null;
        return new WeightUpdate(
            model,
            new AdamAtan2(model.Weights, hyper.Double("beta1"), hyper.Double("beta2"), hyper.Double("weight_decay")),
            Schedule("lr"),
            puzzleSgd,
            Schedule("puzzle_emb_lr"),
            average);
    }

    private static void CompareRow(StageCheck check, int number, JsonElement row, StepResult result, int batchSize, double rate, Tolerance tolerance)
    {
        var own = result.Metrics.Read().Logged(batchSize).Append(("lr", rate)).ToDictionary(metric => $"train/{metric.Item1}", metric => metric.Item2);
        foreach (var metric in row.EnumerateObject())
        {
            if (!own.TryGetValue(metric.Name, out var value))
                check.Fail($"step {number}: the metric {metric.Name} is not computed here");
            else
                check.Compare($"step {number} {metric.Name}", value, metric.Value.GetDouble(), tolerance);
        }
    }

    private static void CompareEnd(
        StageCheck check, ModelArchive archive, JsonElement trajectory, TinyRecursiveModel model, Dictionary<string, Tensor> shadows, Tolerance tolerance)
    {
        const string Prefix = "final_";
        Dictionary<string, Tensor> weights = model.Weights.ToDictionary(weight => weight.name, weight => (Tensor)weight.parameter);
        foreach (var (name, buffer) in model.Buffers)
            weights[name] = buffer;
        foreach (var stored in archive.Archive.Stage("traj"))
        {
            if (stored.StartsWith(Prefix, StringComparison.Ordinal) && weights.TryGetValue(ModelArchive.PlainName(stored[Prefix.Length..]), out var value))
                check.Compare(stored, value, archive.Archive.Tensor($"traj/{stored}"));
            else
                check.Unknown([stored]);
        }

        JsonElement Sums(string key) => trajectory.TryGetProperty(key, out var sums) ? sums : default;
        WeightSums.Compare(check, Sums("final_param_sum_and_sumsq"), name => weights.GetValueOrDefault(name), tolerance);
        WeightSums.Compare(check, Sums("ema09_sum_and_sumsq"), name => shadows.GetValueOrDefault(name), tolerance);
    }

    private static JsonElement? Trajectory(ModelArchive archive) =>
        archive.Archive.Manifest.TryGetProperty("traj", out var traj) && traj.ValueKind == JsonValueKind.Object && traj.TryGetProperty("rows", out _) ? traj : null;

    // The archive's batches in turn.
    private sealed class PuzzleBatches(ModelArchive archive)
    {
        private readonly int _count = Enumerable.Range(1, int.MaxValue - 1).TakeWhile(number => archive.Archive.Has($"batch{number}/inputs")).Count();

        public Core.Puzzles.PuzzleBatch At(int step) => archive.Batch((step - 1) % _count + 1);
    }
}
