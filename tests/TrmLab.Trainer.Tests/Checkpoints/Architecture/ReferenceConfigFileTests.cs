using TrmLab.Core;
using TrmLab.Trainer.Checkpoints.Architecture;

namespace TrmLab.Trainer.Tests.Checkpoints.Architecture;

public sealed class ReferenceConfigFileTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("trmlab-yaml-");

    private string Target => Path.Combine(_directory.FullName, ReferenceConfigFile.FileName);

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void The_references_keys_become_ours()
    {
        File.WriteAllText(Target, """
            arch:
              H_cycles: 3
              causal: false
              forward_dtype: bfloat16
              loss:
                loss_type: stablemax_cross_entropy
                name: losses@ACTLossHead
              mlp_t: true
              name: recursive_reasoning.trm@TinyRecursiveReasoningModel_ACTV1
              puzzle_emb_ndim: 512
            data_paths:
            - data/sudoku-extreme-1k-aug-1000
            lr: 0.0001
            """);

        var scalars = ReferenceConfigFile.Read(Target);
        var (fields, unused) = ReferenceConfigFile.Architecture(scalars);

        Assert.Equal("data/sudoku-extreme-1k-aug-1000", scalars["data_paths.0"]);
        Assert.Equal(
            ["arch.H_cycles=3", "arch.forward_dtype=bfloat16", "arch.loss_type=stablemax_cross_entropy", "arch.mlp_t=true", "arch.name=trm", "arch.puzzle_emb_ndim=512"],
            fields.Select(field => $"{field.Key}={field.Value}").Order(StringComparer.Ordinal));
        Assert.Equal(["arch.causal"], unused);
    }

    [Theory]
    [InlineData("a: [", "not a YAML")]
    [InlineData("", "not a YAML")]
    [InlineData("a: &x 1\nb: *x", "not a plain value")]
    [InlineData("? [1, 2]\n: 3", "not a YAML")]
    [InlineData("\t", "not a YAML")]
    public void Other_text_is_refused_in_one_line(string text, string expected)
    {
        File.WriteAllText(Target, text);

        var message = Assert.Throws<InputException>(() => ReferenceConfigFile.Read(Target)).Message;

        Assert.Contains(expected, message);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Depth_and_size_are_limited()
    {
        File.WriteAllText(Target, new string('[', 100_000));
        Assert.Contains("deep", Assert.Throws<InputException>(() => ReferenceConfigFile.Read(Target)).Message);
        File.WriteAllText(Target, new string('a', 2_000_000));
        Assert.Contains("2000000 bytes", Assert.Throws<InputException>(() => ReferenceConfigFile.Read(Target)).Message);
    }

    [Fact]
    public void Random_damage_gives_a_plain_refusal_or_other_values()
    {
        var good = "arch:\n  name: 'a.trm@X'\n  list: [1, {b: c}, \"d\\n\"]\n  text: |\n    x\n# end\n"u8.ToArray();
        File.WriteAllBytes(Target, good);
        ReferenceConfigFile.Read(Target);
        var taken = 0;
        for (var trial = 0; trial < 3000; trial++)
        {
            File.WriteAllBytes(Target, Damage.Of(good, 5, trial));
            try
            {
                ReferenceConfigFile.Read(Target);
                taken++;
            }
            catch (InputException e)
            {
                Assert.DoesNotContain('\n', e.Message);
            }
        }

        Assert.InRange(taken, 1, 2999);
    }
}
