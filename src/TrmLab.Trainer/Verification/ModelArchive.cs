using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Core.Puzzles;
using TrmLab.Trainer.Losses;
using TrmLab.Trainer.Model;
using TrmLab.Trainer.Native;
using TrmLab.Trainer.Training;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Verification;

/// <summary>An archive of one network: its configuration, weights and batches.</summary>
public sealed class ModelArchive
{
    // Archives are small; two threads are enough to show that the work is divided.
    private const int NativeThreads = 2;

    private static readonly string[] Prefixes = ["_orig_mod.", "module.", "model.", "inner."];

    /// <exception cref="InputException">The manifest's configuration cannot be read, or breaks a rule.</exception>
    public ModelArchive(GoldenArchive archive)
    {
        Archive = archive;
        var config = new ManifestReader(archive.Manifest.GetProperty("config"), $"{archive.Path}: manifest.json config");
        BatchSize = config.Int("batch_size");
        Arch = new ArchConfig
        {
            Variant = VariantOf(archive),
            Loss = archive.Manifest.TryGetProperty("loss_type", out var loss) && loss.GetString() == "softmax_cross_entropy" ? TokenLoss.SoftMax : TokenLoss.StableMax,
            HiddenSize = config.Int("hidden_size"),
            Heads = config.Int("num_heads", 1),
            Expansion = config.Double("expansion"),
            Layers = config.Int("L_layers", 0),
            HighLayers = config.Int("H_layers", 0),
            RecursionCycles = config.Int("H_cycles", 1),
            LatentSteps = config.Int("L_cycles", 1),
            MaxSupervisionSteps = config.Int("halt_max_steps"),
            HaltExploration = config.Double("halt_exploration_prob", 0),
            NoActContinue = config.Bool("no_ACT_continue", true),
            TokenMlp = config.Bool("mlp_t", false),
            Positions = ConfigWord<PositionEncoding>(config.Text("pos_encodings")),
            PuzzleEmbeddingWidth = config.Int("puzzle_emb_ndim", 0),
            PuzzleEmbeddingTokens = config.Int("puzzle_emb_len", 0),
            NormEpsilon = config.Double("rms_norm_eps", 1e-5),
            RopeTheta = config.Double("rope_theta", 10000),
            ForwardType = config.Text("forward_dtype") == "bfloat16" ? ForwardType.BFloat16 : ForwardType.Float32,
        };
        Shape = new ModelShape(Arch, config.Int("seq_len"), config.Int("vocab_size"), config.Int("num_puzzle_identifiers"));
        ConfigRules.Check(ArchRules.Problems(Arch), archive.Path);
    }

    public GoldenArchive Archive { get; }

    public ArchConfig Arch { get; }

    public ModelShape Shape { get; }

    public int BatchSize { get; }

    /// <summary>Numbers of the optimisers and the trajectory.</summary>
    /// <exception cref="InputException">The archive has none.</exception>
    internal ManifestReader Hyper => new ManifestReader(Archive.Manifest, "manifest.json").Object("hyper");

    /// <summary>A network with the archive's weights and buffers.</summary>
    public TinyRecursiveModel Build(Device device, ScalarType? forwardType = null)
    {
        var type = forwardType ?? (Arch.ForwardType == ForwardType.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32);
        var model = new TinyRecursiveModel(Shape, device, type, seed: 0);
        Load(model);
        return model;
    }

    /// <summary>Puts the archive's weights and buffers into a network built from it.</summary>
    public void Load(TinyRecursiveModel model)
    {
        using var scope = NewDisposeScope();
        using var gradient = no_grad();
        foreach (var (name, weight) in model.Weights)
            Copy($"params/{name}", weight);
        foreach (var (name, buffer) in model.Buffers)
            Copy($"buffers/{name}", buffer);
    }

    /// <summary>Batch k as the archive stores it, k from 1.</summary>
    public PuzzleBatch Batch(int number)
    {
        var (inputs, shape) = Archive.Integers($"batch{number}/inputs");
        var batch = new PuzzleBatch("all", (int)shape[0], (int)shape[1]);
        inputs.CopyTo(batch.Inputs, 0);
        Archive.Integers($"batch{number}/labels").Values.CopyTo(batch.Labels, 0);
        Archive.Integers($"batch{number}/puzzle_identifiers").Values.CopyTo(batch.PuzzleIdentifiers, 0);
        return batch;
    }

    /// <summary>Whether <see cref="Step"/> is the native one.</summary>
    public bool UsesNativeStep { get; init; }

    /// <summary>The supervision step that the program trains with, around a network.</summary>
    public ISupervisionStep Step(TinyRecursiveModel model) =>
        UsesNativeStep ? new NativeStep(model, Halting(), new ActLoss(Arch.Loss), BatchSize, NativeThreads) : AutogradStep(model);

    /// <summary>The step by autograd, whatever <see cref="Step"/> is.</summary>
    public AutogradStep AutogradStep(TinyRecursiveModel model) => new(model, Halting(), new ActLoss(Arch.Loss), BatchSize);

    /// <summary>A parameter's name without the reference's wrappers.</summary>
    public static string PlainName(string name)
    {
        while (Prefixes.FirstOrDefault(prefix => name.StartsWith(prefix, StringComparison.Ordinal)) is { } found)
            name = name[found.Length..];
        return name;
    }

    private HaltingRule Halting() => new(Arch, RandomStream.Exploration.Of(0));

    private void Copy(string name, Tensor target)
    {
        using var value = Archive.Tensor(Stored(name));
        if (!value.shape.SequenceEqual(target.shape))
        {
            throw new InputException(
                $"{Archive.Path}: {name} has the shape [{string.Join(", ", value.shape)}]; the network of its configuration has [{string.Join(", ", target.shape)}]");
        }

        target.copy_(value);
    }

    // Under its plain name, or under the reference's wrappers.
    private string Stored(string name)
    {
        if (Archive.Has(name))
            return name;
        var (folder, plain) = (name[..name.IndexOf('/')], name[(name.IndexOf('/') + 1)..]);
        return Archive.Stage(folder).FirstOrDefault(stored => PlainName(stored) == plain) is { } found ? $"{folder}/{found}" : name;
    }

    private static Variant VariantOf(GoldenArchive archive)
    {
        var text = archive.Manifest.TryGetProperty("arch", out var arch) ? arch.GetString() ?? "" : "";
        var module = text.Split('@')[0].Split('.')[^1];
        return module switch
        {
            "trm" => Variant.Trm,
            "trm_singlez" => Variant.TrmSingleZ,
            "trm_hier6" => Variant.TrmHier6,
            "hrm" => Variant.Hrm,
            "transformers_baseline" or "transformer" => Variant.Transformer,
            _ => throw new InputException($"{archive.Path}: manifest.json names the network '{text}'; known are trm, trm_singlez, trm_hier6, hrm and transformers_baseline"),
        };
    }

    private static T ConfigWord<T>(string word)
        where T : struct, Enum =>
        Enum.GetValues<T>().Cast<T?>().FirstOrDefault(value => ConfigField.Word(value!.Value) == word)
            ?? throw new InputException($"the archive's configuration has '{word}' where one of {string.Join(", ", Enum.GetValues<T>().Select(value => ConfigField.Word(value)))} is expected");
}
