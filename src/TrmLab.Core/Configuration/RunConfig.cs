using System.Text.Json.Serialization;

namespace TrmLab.Core.Configuration;

/// <summary>
/// One training run, immutable, as stored in <c>config.json</c>. Keys are the reference's where it has them, so a published command can be
/// read against it. Every field is used; an unknown key is an error that names the nearest known one.
/// </summary>
public sealed record RunConfig
{
    [ConfigField("Name shown in the dashboard; any text.")]
    [JsonPropertyName("run_name")] public string Name { get; init; } = "run";

    [ConfigField("The network.")]
    [JsonPropertyName("arch")] public ArchConfig Arch { get; init; } = new();

    [ConfigField("Data set directories to train on; several are joined.")]
    [JsonPropertyName("data_paths")] public IReadOnlyList<string> DataPaths { get; init; } = [];

    [ConfigField("Data set directories to evaluate on; empty takes the test split of data_paths.")]
    [JsonPropertyName("data_paths_test")] public IReadOnlyList<string> TestDataPaths { get; init; } = [];

    [ConfigField("Augmentation drawn while training, instead of stored copies: none, sudoku_digits (relabels digits), sudoku (all symmetries) or dihedral (rotations and reflections).")]
    [JsonPropertyName("online_augmentation")] public OnlineAugmentation Augmentation { get; init; }

    [ConfigField("Weights to start from instead of random ones: a checkpoint directory or a run (its averaged weights where it has them; append /raw.safetensors for the others), or a state dict of PyTorch or safetensors. A puzzle embedding for other puzzles is replaced by its mean row.")]
    [JsonPropertyName("load_checkpoint")] public string LoadCheckpoint { get; init; } = "";

    [ConfigField("Sequences per step.")]
    [JsonPropertyName("global_batch_size")] public int BatchSize { get; init; } = 768;

    [ConfigField("Passes over the groups (original puzzles); with the data and the batch size it fixes the number of steps.")]
    [JsonPropertyName("epochs")] public int Epochs { get; init; } = 50_000;

    [ConfigField("Epochs between evaluations; must divide epochs.")]
    [JsonPropertyName("eval_interval")] public int EvaluationInterval { get; init; } = 5_000;

    [ConfigField("adam_atan2 (published), adam_atan2_textbook, adamw or muon.")]
    [JsonPropertyName("optimizer")] public WeightOptimizer Optimizer { get; init; }

    [ConfigField("Learning rate of the network.")]
    [JsonPropertyName("lr")] public double LearningRate { get; init; } = 1e-4;

    [ConfigField("Final learning rate as a share of lr; 1 keeps it constant, less is a cosine decay.")]
    [JsonPropertyName("lr_min_ratio")] public double MinLearningRateRatio { get; init; } = 1;

    [ConfigField("Steps of linear warm-up.")]
    [JsonPropertyName("lr_warmup_steps")] public int WarmupSteps { get; init; } = 2000;

    [ConfigField("Decoupled weight decay of the network (biases and embeddings too).")]
    [JsonPropertyName("weight_decay")] public double WeightDecay { get; init; } = 1.0;

    [ConfigField("Decay of the gradient's running mean.", Symbol = "beta1")]
    [JsonPropertyName("beta1")] public double Beta1 { get; init; } = 0.9;

    [ConfigField("Decay of the squared gradient's running mean.", Symbol = "beta2")]
    [JsonPropertyName("beta2")] public double Beta2 { get; init; } = 0.95;

    [ConfigField("Largest joint norm of the gradients, beyond which all are scaled down; 0 leaves them as they are, as published.")]
    [JsonPropertyName("max_gradient_norm")] public double MaxGradientNorm { get; init; }

    [ConfigField("Train the puzzle embedding only, to fit new puzzles to a trained network (load_checkpoint).")]
    [JsonPropertyName("freeze_weights")] public bool FreezeWeights { get; init; }

    [ConfigField("Grow the recursion in three stages, to a third, two thirds and all of H_cycles and L_cycles, at 30 % and 60 % of the steps (CGAR): faster, slightly less accurate. Evaluations always recurse fully.")]
    [JsonPropertyName("depth_curriculum")] public bool DepthCurriculum { get; init; }

    [ConfigField("Weight of a supervision step's loss relative to the step before it; 1 weighs all alike, CGAR uses 0.7.")]
    [JsonPropertyName("supervision_decay")] public double SupervisionDecay { get; init; } = 1;

    [ConfigField("Learning rate of the puzzle embedding (sign SGD on the rows of the batch).")]
    [JsonPropertyName("puzzle_emb_lr")] public double PuzzleEmbeddingLearningRate { get; init; } = 1e-4;

    [ConfigField("Weight decay of the puzzle embedding's touched rows.")]
    [JsonPropertyName("puzzle_emb_weight_decay")] public double PuzzleEmbeddingWeightDecay { get; init; } = 1.0;

    [ConfigField("Keep an exponential moving average of the weights and evaluate it beside the raw ones.")]
    [JsonPropertyName("ema")] public bool Ema { get; init; } = true;

    [ConfigField("Share of the old average kept at each step.", Symbol = "mu")]
    [JsonPropertyName("ema_rate")] public double EmaRate { get; init; } = 0.999;

    [ConfigField("Seed of initial weights, batch order, exploration and augmentation.")]
    [JsonPropertyName("seed")] public int Seed { get; init; }

    [ConfigField("auto, cpu, cuda or cuda:N.")]
    [JsonPropertyName("device")] public string Device { get; init; } = "auto";

    [ConfigField("CPU threads; 0 takes one per core.")]
    [JsonPropertyName("threads")] public int Threads { get; init; }

    [ConfigField("Which implementation of the training step: auto, autograd or native (CPU).")]
    [JsonPropertyName("step_engine")] public StepEngine Engine { get; init; }

    [ConfigField("Sequences per evaluation batch; 0 takes the largest sensible for the device.")]
    [JsonPropertyName("eval_batch_size")] public int EvaluationBatchSize { get; init; }

    [ConfigField("Test puzzles evaluated each time; 0 = all. The limit is written beside every figure.")]
    [JsonPropertyName("eval_limit")] public int EvaluationLimit { get; init; }

    [ConfigField("Resumable checkpoints kept besides the best by EMA and the best by raw weights.")]
    [JsonPropertyName("keep_checkpoints")] public int KeepCheckpoints { get; init; } = 2;

    [ConfigField("Steps between metric lines; losses and accuracies of skipped steps are not averaged in, as in the reference.")]
    [JsonPropertyName("log_interval")] public int LogInterval { get; init; } = 1;
}
