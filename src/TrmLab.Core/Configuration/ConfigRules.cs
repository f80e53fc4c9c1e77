using System.Globalization;
using TrmLab.Core.Puzzles;

namespace TrmLab.Core.Configuration;

/// <summary>Something wrong with one field.</summary>
/// <param name="Path">Dotted key of the field.</param>
/// <param name="Message">What is wrong and what to do.</param>
public sealed record ConfigProblem(string Path, string Message)
{
    public override string ToString() => $"{Path}: {Message}";
}

/// <summary>What a configuration must satisfy before anything is created; all problems at once, so that a form can show each beside its field.</summary>
public static class ConfigRules
{
    /// <summary>Problems of the configuration on its own.</summary>
    public static IReadOnlyList<ConfigProblem> Problems(RunConfig c)
    {
        var problems = new List<ConfigProblem>();
        void Require(bool holds, string path, string message)
        {
            if (!holds) problems.Add(new ConfigProblem(path, message));
        }

        Require(!string.IsNullOrWhiteSpace(c.Name), "run_name", "must not be empty");
        Require(c.Name.Length <= 200, "run_name", "at most 200 characters");
        Require(c.DataPaths.Count > 0, "data_paths", "name at least one data set directory");
        Require(c.BatchSize is >= 1 and <= 1_000_000, "global_batch_size", "must be 1 or more");
        Require(c.Epochs >= 1, "epochs", "must be 1 or more");
        Require(c.EvaluationInterval >= 1, "eval_interval", "must be 1 or more");
        Require(c.EvaluationInterval < 1 || c.Epochs % c.EvaluationInterval == 0, "eval_interval", $"must divide epochs ({c.Epochs}) without rest");
        Require(double.IsFinite(c.LearningRate) && c.LearningRate > 0, "lr", "must be positive");
        Require(c.MinLearningRateRatio is >= 0 and <= 1, "lr_min_ratio", "must be between 0 and 1");
        Require(c.WarmupSteps >= 0, "lr_warmup_steps", "must be 0 or more");
        Require(double.IsFinite(c.WeightDecay) && c.WeightDecay >= 0, "weight_decay", "must be 0 or more");
        Require(c.Beta1 is >= 0 and < 1, "beta1", "must be at least 0 and below 1");
        Require(c.Beta2 is >= 0 and < 1, "beta2", "must be at least 0 and below 1");
        Require(double.IsFinite(c.MaxGradientNorm) && c.MaxGradientNorm >= 0, "max_gradient_norm", "must be 0 (off) or more");
        Require(!c.FreezeWeights || (c.Arch.PuzzleEmbeddingWidth ?? c.Arch.HiddenSize) > 0, "freeze_weights", "needs a puzzle embedding (arch.puzzle_emb_ndim above 0): nothing else would be trained");
        Require(!c.DepthCurriculum || c.Arch.Variant != Variant.Transformer, "depth_curriculum", "transformer has no recursion to grow");
        Require(c.SupervisionDecay is > 0 and <= 1, "supervision_decay", "must be above 0 and at most 1 (all steps alike)");
        Require(double.IsFinite(c.PuzzleEmbeddingLearningRate) && c.PuzzleEmbeddingLearningRate >= 0, "puzzle_emb_lr", "must be 0 or more");
        Require(double.IsFinite(c.PuzzleEmbeddingWeightDecay) && c.PuzzleEmbeddingWeightDecay >= 0, "puzzle_emb_weight_decay", "must be 0 or more");
        Require(c.EmaRate is >= 0 and < 1, "ema_rate", "must be at least 0 and below 1");
        Require(c.Threads is >= 0 and <= 1024, "threads", "must be 0 (one per core) or a number of threads");
        Require(c.EvaluationBatchSize >= 0, "eval_batch_size", "must be 0 (automatic) or more");
        Require(c.EvaluationLimit >= 0, "eval_limit", "must be 0 (all) or more");
        Require(c.KeepCheckpoints >= 1, "keep_checkpoints", "must be 1 or more, so that the run can resume");
        Require(c.LogInterval >= 1, "log_interval", "must be 1 or more");
        if (DeviceProblem(c.Device) is { } device) problems.Add(device);
        problems.AddRange(ArchRules.Problems(c.Arch));
        return problems;
    }

    /// <summary>Problems of the configuration against the data it names.</summary>
    public static IReadOnlyList<ConfigProblem> Problems(RunConfig c, DatasetMetadata train, DatasetMetadata? test)
    {
        var problems = new List<ConfigProblem>(Problems(c));
        if (test is not null && test.VocabularySize > train.VocabularySize)
            problems.Add(new ConfigProblem("data_paths_test", $"the test data have {test.VocabularySize} tokens, the training data only {train.VocabularySize}"));
        if (test is not null && test.SequenceLength != train.SequenceLength)
            problems.Add(new ConfigProblem("data_paths_test", $"the test sequences have {test.SequenceLength} tokens, the training sequences {train.SequenceLength}"));
        if (StepPlan.Of(c, train) is { TotalSteps: < 1 })
            problems.Add(new ConfigProblem("global_batch_size", $"{c.BatchSize} is more than all {c.Epochs} epochs of {train.TotalGroups} groups hold: no step would be made"));
        else if (StepPlan.Of(c, train) is { StepsPerEvaluation: < 1 })
            problems.Add(new ConfigProblem("eval_interval", $"{c.EvaluationInterval} epochs of {train.TotalGroups} groups do not fill one batch of {c.BatchSize}"));
        var square = Math.Sqrt(train.SequenceLength) % 1 == 0;
        if (c.Augmentation != OnlineAugmentation.None && !square)
            problems.Add(new ConfigProblem("online_augmentation", $"{ConfigField.Word(c.Augmentation)} needs square boards, the sequences have {train.SequenceLength} tokens"));
        return problems;
    }

    /// <summary>Throws with all problems in one line each if there are any.</summary>
    /// <exception cref="InputException">The configuration breaks a rule.</exception>
    public static void Check(IReadOnlyList<ConfigProblem> problems, string source)
    {
        if (problems.Count > 0) throw new InputException($"{source}: " + string.Join("; ", problems));
    }

    /// <summary>What is wrong with the word for a device; null if nothing is.</summary>
    public static ConfigProblem? DeviceProblem(string device) =>
        device is "auto" or "cpu" or "cuda" || (device.StartsWith("cuda:", StringComparison.Ordinal) && int.TryParse(device[5..], NumberStyles.None, CultureInfo.InvariantCulture, out _))
            ? null
            : new ConfigProblem("device", "must be auto, cpu, cuda or cuda:N");
}
