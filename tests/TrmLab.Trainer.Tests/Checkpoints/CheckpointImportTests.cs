using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Core.Puzzles;
using TrmLab.Core.Runs;
using TrmLab.Trainer.Checkpoints;
using TrmLab.Trainer.Checkpoints.Architecture;
using TrmLab.Trainer.Checkpoints.Arrays;
using TrmLab.Trainer.Checkpoints.Torch;

namespace TrmLab.Trainer.Tests.Checkpoints;

public sealed class CheckpointImportTests : IDisposable
{
    private static readonly ModelShape Small = new(new ArchConfig { HiddenSize = 32, PuzzleEmbeddingWidth = 32, Heads = 4, PuzzleEmbeddingTokens = 2, Layers = 1 }, 16, 6, 5);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("trmlab-import-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void The_golden_token_mlp_checkpoint_needs_no_word_beside_it_and_keeps_every_bit()
    {
        var file = SharedData.Golden("checkpoints/trm_mlp_t_step_100");
        var expected = GoldenWeights.Of(SharedData.Golden("model/trm_mlp_t.zip"));
        var target = At("imported");

        var report = CheckpointImport.Run(new ImportOptions { File = file }, target);

        var (arch, shape) = (report.Shape.Arch, report.Shape);
        Assert.Equal((Variant.Trm, true, PositionEncoding.None, 32, 2), (arch.Variant, arch.TokenMlp, arch.Positions, arch.HiddenSize, arch.Layers));
        Assert.Equal((16, 2, 6, 5), (shape.SequenceLength, shape.PuzzleTokens, shape.VocabularySize, shape.PuzzleIdentifiers));
        Assert.Equal(100, report.Step);
        Assert.Contains(report.Assumed, field => field.Path == "arch.H_cycles");
        Assert.Equal(shape, CheckpointDirectory.Open(target).Shape);
        using var weights = CheckpointWeights.Open(target, null);
        Assert.Equal(WeightsKind.Raw, weights.Kind);
        Assert.Equal(expected.Keys.Order(), weights.Arrays.Select(array => array.Name).Order());
        Assert.All(weights.Arrays, array => Assert.Equal(expected[array.Name].Values, array.ToSingles()));
    }

    [Fact]
    public void The_golden_attention_checkpoint_is_imported_with_what_its_weights_do_not_tell()
    {
        var report = CheckpointImport.Run(
            new ImportOptions
            {
                File = SharedData.Golden("checkpoints/trm_attn_rope_step_100"),
                SequenceLength = 16,
                Fields = [new("arch.num_heads", "4"), new("arch.puzzle_emb_len", "2"), new("arch.H_cycles", "2"), new("arch.L_cycles", "3")],
            },
            At("imported"));

        Assert.Equal(Small with { Arch = Small.Arch with { Layers = 2, RecursionCycles = 2, LatentSteps = 3 } }, report.Shape);
        using var weights = CheckpointWeights.Open(At("imported"), null);
        Assert.All(weights.Arrays, array => Assert.Equal(ElementType.F32, array.Type));
    }

    [Fact]
    public void A_configuration_beside_the_file_is_read_and_its_contradictions_are_named()
    {
        var file = At("step_7");
        TorchZipWriter.Save(file, Weights(Small, "model.inner."));
        File.WriteAllText(At(ReferenceConfigFile.FileName), "arch:\n  name: recursive_reasoning.trm@X\n  num_heads: 4\n  puzzle_emb_len: 2\n  H_cycles: 2\n  causal: false\n");

        var report = CheckpointImport.Inspect(new ImportOptions { File = file, SequenceLength = 16 });

        Assert.Equal(2, report.Shape.Arch.RecursionCycles);
        Assert.DoesNotContain(report.Messages, message => message.Contains("NaN"));
        Assert.Contains(new InferredField("arch.num_heads", "4", FieldOrigin.ConfigFile), report.Fields);
        Assert.Contains(report.Messages, message => message.Contains("'arch.causal'"));

        File.WriteAllText(At(ReferenceConfigFile.FileName), "arch:\n  name: recursive_reasoning.hrm@X\n");
        Assert.Contains("name is hrm, but the weights have trm", Assert.Throws<InputException>(() => CheckpointImport.Inspect(new ImportOptions { File = file, SequenceLength = 16 })).Message);
    }

    [Fact]
    public void A_puzzle_embedding_of_other_rows_is_kept_or_filled_with_its_mean()
    {
        var file = At("step_7");
        TorchZipWriter.Save(file, Weights(Small, "_orig_mod.model.inner."));
        var options = new ImportOptions
        {
            File = file,
            Dataset = new DatasetMetadata { SequenceLength = 16, VocabularySize = 6, PuzzleIdentifiers = 3000 },
            Fields = [new("arch.num_heads", "4"), new("arch.puzzle_emb_len", "2")],
        };

        var kept = CheckpointImport.Inspect(options);
        Assert.Equal(5, kept.Shape.PuzzleIdentifiers);
        Assert.Contains(kept.Messages, message => message.Contains("kept, for evaluation"));

        using var filled = ImportedWeights.Open(options with { PuzzleRows = PuzzleRows.MeanFill });
        var table = filled.Arrays.Single(array => array.Name == StateDictLayout.PuzzleTable);
        Assert.Equal([3000, 32], table.Shape);
        Assert.Equal(3000, filled.Report.Shape.PuzzleIdentifiers);
        Assert.Contains(filled.Report.Messages, message => message.Contains("3000 rows of their mean"));
        var stored = Weights(Small, "").Single(array => array.Name == StateDictLayout.PuzzleTable).ToSingles();
        var mean = Enumerable.Range(0, 32).Select(column => Enumerable.Range(0, 5).Average(row => (double)stored[(row * 32) + column])).Select(value => (float)value).ToArray();
        var values = table.ToSingles();
        Assert.Equal(mean, values[..32]);
        Assert.Equal(mean, values[^32..]);
    }

    [Theory]
    [InlineData("step_7")]
    [InlineData("step_7.safetensors")]
    public void Weights_of_a_training_that_diverged_are_said_to_be_so(string name)
    {
        var weights = Weights(Small, "model.inner.");
        Spoil("lm_head.weight", (0, float.NaN), (5, float.PositiveInfinity), (70, float.NegativeInfinity));
        Spoil("q_head.bias", (1, float.NaN));
        if (name.EndsWith(".safetensors")) SafetensorsWriter.Save(At(name), weights);
        else TorchZipWriter.Save(At(name), weights);

        var report = CheckpointImport.Inspect(new ImportOptions { File = At(name), SequenceLength = 16, Fields = [new("arch.num_heads", "4"), new("arch.puzzle_emb_len", "2")] });

        Assert.Contains("NaN or infinite: 3 of 192 values of lm_head.weight and in 1 other array; this training diverged, its answers are worth nothing", report.Messages);

        void Spoil(string key, params (int Index, float Value)[] spoiled)
        {
            var index = weights.FindIndex(array => array.Name.EndsWith(key));
            var values = weights[index].ToSingles();
            foreach (var (at, value) in spoiled) values[at] = value;
            weights[index] = NamedArray.Of(weights[index].Name, weights[index].Shape, values);
        }
    }

    [Fact]
    public void A_wrong_shape_and_a_data_set_of_more_tokens_are_refused()
    {
        var file = At("step_7");
        var weights = Weights(Small, "model.inner.");
        weights[weights.FindIndex(array => array.Name.EndsWith("q_head.weight"))] = NamedArray.Of("model.inner.q_head.weight", [3, 32], new float[96]);
        TorchZipWriter.Save(file, weights);
        var options = new ImportOptions { File = file, SequenceLength = 16, Fields = [new("arch.num_heads", "4"), new("arch.puzzle_emb_len", "2")] };

        Assert.Contains("q_head.weight is [3, 32] instead of [2, 32]", Assert.Throws<InputException>(() => CheckpointImport.Run(options, At("out"))).Message);
        Assert.False(Directory.Exists(At("out")));

        TorchZipWriter.Save(file, Weights(Small, "model.inner."));
        var tokens = new DatasetMetadata { SequenceLength = 16, VocabularySize = 12, PuzzleIdentifiers = 5 };
        Assert.Contains("the data set has 12", Assert.Throws<InputException>(() => CheckpointImport.Inspect(options with { SequenceLength = null, Dataset = tokens })).Message);
    }

    [Fact]
    public void A_directory_with_other_things_in_it_is_not_replaced()
    {
        var file = At("step_7");
        TorchZipWriter.Save(file, Weights(Small, ""));
        var options = new ImportOptions { File = file, SequenceLength = 16, Fields = [new("arch.num_heads", "4"), new("arch.puzzle_emb_len", "2")] };

        Assert.Contains("not a checkpoint", Assert.Throws<InputException>(() => CheckpointImport.Run(options, _directory.FullName)).Message);
        Assert.True(File.Exists(file));
        CheckpointImport.Run(options, At("out"));
        CheckpointImport.Run(options, At("out"));
        CheckpointDirectory.Open(At("out"));
    }

    [Fact]
    public void A_state_dict_of_something_else_says_what_is_missing()
    {
        var file = At("other.safetensors");
        SafetensorsWriter.Save(file, [NamedArray.Of("conv.weight", [1], [1f])]);

        Assert.Contains("embed_tokens.embedding_weight is missing", Assert.Throws<InputException>(() => CheckpointImport.Inspect(new ImportOptions { File = file })).Message);
    }

    [Theory]
    [InlineData("exported.safetensors")]
    [InlineData("step_300.pt")]
    public void What_is_exported_is_imported_again_bit_for_bit(string name)
    {
        var checkpoint = WriteCheckpoint(ForwardType.Float32);

        var report = CheckpointExport.Run(new ExportOptions { Checkpoint = checkpoint, File = At(name) });

        Assert.Equal(WeightsKind.Ema, report.Weights);
        Assert.Equal(FileDigest.Of(At(name)), report.Digest);
        using var exported = WeightsFile.Open(At(name));
        Assert.All(exported.Arrays, array => Assert.StartsWith("_orig_mod.model.inner.", array.Name));
        var safetensors = name.EndsWith(".safetensors");
        using var imported = ImportedWeights.Open(new ImportOptions
        {
            File = At(name),
            SequenceLength = safetensors ? null : 16,
            Fields = safetensors ? [] : [new("arch.num_heads", "4"), new("arch.puzzle_emb_len", "2")],
        });
        Assert.Equal(300, imported.Report.Step);
        if (safetensors)
            Assert.Equal(Small with { Arch = Small.Arch with { ForwardType = ForwardType.Float32, RecursionCycles = 9 } }, imported.Report.Shape);

        // Averaged parameters; buffers, which are not averaged, from the raw file.
        var expected = Weights(Small, "", seed: 2).Where(array => !IsBuffer(array)).Concat(Weights(Small, "", seed: 1).Where(IsBuffer)).ToDictionary(array => array.Name);
        Assert.Equal(expected.Count, imported.Arrays.Count);
        Assert.All(imported.Arrays, array => Assert.Equal(expected[array.Name].ToSingles(), array.ToSingles()));
    }

    [Fact]
    public void A_token_MLP_that_was_configured_with_rotary_positions_is_exported_and_imported_again()
    {
        var arch = Small.Arch with { TokenMlp = true, Positions = PositionEncoding.Rope, ForwardType = ForwardType.Float32 };
        var checkpoint = WriteCheckpoint(Small with { Arch = arch });

        CheckpointExport.Run(new ExportOptions { Checkpoint = checkpoint, File = At("exported.safetensors") });

        Assert.Equal(arch, CheckpointImport.Run(new ImportOptions { File = At("exported.safetensors") }, At("imported")).Shape.Arch);
    }

    [Theory]
    [InlineData(ForwardType.BFloat16, ElementType.BF16)]
    [InlineData(ForwardType.Float32, ElementType.F32)]
    public void Initial_states_are_of_the_type_in_which_the_run_computed(ForwardType computed, ElementType expected)
    {
        // The configuration leaves it open, as most do.
        var checkpoint = WriteCheckpoint(Small, computed);

        CheckpointExport.Run(new ExportOptions { Checkpoint = checkpoint, File = At("exported.safetensors") });

        using var file = WeightsFile.Open(At("exported.safetensors"));
        Assert.Equal([expected, expected], file.Arrays.Where(array => array.Name.EndsWith("_init")).Select(array => array.Type));
    }

    [Fact]
    public void Raw_weights_plain_keys_and_the_forward_type_of_initial_states_can_be_chosen()
    {
        var checkpoint = WriteCheckpoint(ForwardType.BFloat16);

        CheckpointExport.Run(new ExportOptions { Checkpoint = checkpoint, File = At("raw.pt"), Weights = WeightsKind.Raw, Prefix = ExportOptions.PlainPrefix });

        using var file = WeightsFile.Open(At("raw.pt"));
        var arrays = file.Arrays.ToDictionary(array => array.Name);
        Assert.Equal(ElementType.BF16, arrays["model.inner.H_init"].Type);
        Assert.Equal(ElementType.F32, arrays["model.inner.lm_head.weight"].Type);
        Assert.Equal(Weights(Small, "", seed: 1).Single(array => array.Name == "lm_head.weight").ToSingles(), arrays["model.inner.lm_head.weight"].ToSingles());
    }

    [Fact]
    public void A_damaged_checkpoint_is_not_exported()
    {
        var checkpoint = WriteCheckpoint(ForwardType.Float32);
        var weights = Path.Combine(checkpoint, CheckpointManifest.RawWeights);
        var content = File.ReadAllBytes(weights);
        content[^1] ^= 1;
        File.WriteAllBytes(weights, content);

        Assert.Contains(weights, Assert.Throws<InputException>(() => CheckpointExport.Run(new ExportOptions { Checkpoint = checkpoint, File = At("out.pt") })).Message);
        Assert.False(File.Exists(At("out.pt")));
    }

    [Fact]
    public void Damaged_weights_of_a_real_network_are_refused_or_imported()
    {
        var good = At("good.safetensors");
        SafetensorsWriter.Save(good, Weights(Small, ""), StoredShape.Metadata(Small, 1));
        var content = File.ReadAllBytes(good);
        var header = (int)BitConverter.ToInt64(content) + 8;
        CheckpointImport.Inspect(new ImportOptions { File = good });
        var taken = 0;
        for (var trial = 0; trial < 1500; trial++)
        {
            // Damage in the header, where decisions are made.
            File.WriteAllBytes(At("bad.safetensors"), [.. Damage.Of(content[..header], 22, trial), .. content[header..]]);
            try
            {
                CheckpointImport.Inspect(new ImportOptions { File = At("bad.safetensors") });
                taken++;
            }
            catch (InputException e)
            {
                Assert.DoesNotContain('\n', e.Message);
            }
        }

        Assert.InRange(taken, 1, 1499);
    }

    private static bool IsBuffer(NamedArray array) => array.Name.EndsWith("_init") || array.Name == StateDictLayout.PuzzleTable;

    private static List<NamedArray> Weights(ModelShape shape, string prefix, int seed = 1)
    {
        var random = new Random(seed);
        return [.. StateDictLayout.Of(shape).Select(entry =>
        {
            var values = new float[entry.Value.Aggregate(1L, (product, size) => product * size)];
            for (var i = 0; i < values.Length; i++)
                values[i] = random.NextSingle() - 0.5f;
            return NamedArray.Of(prefix + entry.Key, entry.Value, values);
        })];
    }

    private string At(string name) => Path.Combine(_directory.FullName, name);

    private string WriteCheckpoint(ForwardType forward) => WriteCheckpoint(Small with { Arch = Small.Arch with { ForwardType = forward, RecursionCycles = 9 } });

    private string WriteCheckpoint(ModelShape shape, ForwardType? computed = null) =>
        CheckpointDirectory.Write(At("checkpoints"), CheckpointManifest.For(300, shape) with { ForwardType = computed }, files =>
        {
            files.Add(CheckpointManifest.RawWeights, stream => SafetensorsWriter.Write(stream, Weights(shape, "", seed: 1)));
            files.Add(CheckpointManifest.EmaWeights, stream => SafetensorsWriter.Write(stream, Weights(shape, "", seed: 2).Where(array => !IsBuffer(array))));
        });
}
