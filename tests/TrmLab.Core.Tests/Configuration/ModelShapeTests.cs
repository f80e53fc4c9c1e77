using TrmLab.Core.Configuration;

namespace TrmLab.Core.Tests.Configuration;

public sealed class ModelShapeTests
{
    // The published counts: they show which network really ran.
    [Theory]
    [InlineData("sudoku-extreme-mlp", 81, 11, 5_028_866)]
    [InlineData("sudoku-extreme-attention", 81, 11, 6_828_034)]
    [InlineData("maze-hard", 900, 6, 6_822_914)]
    [InlineData("arc1", 900, 12, 6_829_058)]
    public void Presets_have_the_published_parameter_counts(string preset, int sequence, int vocabulary, long expected) =>
        Assert.Equal(expected, new ModelShape(Presets.Get(preset).Arch, sequence, vocabulary, 1).ParameterCount);

    [Fact]
    public void The_nine_by_nine_demo_has_the_reference_size() =>
        Assert.Equal(324_098, new ModelShape(Presets.Get("sudoku-9x9-demo").Arch, 81, 11, 1).ParameterCount);

    [Theory]
    [InlineData(97, 4, 512)]
    [InlineData(82, 4, 256)]
    [InlineData(512, 4, 1536)]
    [InlineData(64, 2, 256)]
    public void Inner_width_is_rounded_up_to_256(int width, double expansion, int inner) =>
        Assert.Equal(inner, new ModelShape(new ArchConfig { Expansion = expansion }, 81, 11, 1).InnerWidth(width));
}
