using TrmLab.Core.Configuration;
using TrmLab.Core.Costs;

namespace TrmLab.Core.Tests.Costs;

public sealed class StepWorkTests
{
    private static readonly ArchConfig Arch = new() { HiddenSize = 64, Heads = 2, Expansion = 2, RecursionCycles = 2, LatentSteps = 3, PuzzleEmbeddingWidth = 0, PuzzleEmbeddingTokens = 0 };

    [Fact]
    public void Every_term_is_proportional_to_the_batch_but_the_parameters()
    {
        var (one, four) = (Work(Arch, 8), Work(Arch, 32));
        Assert.Equal(4 * one.Gigaflop, four.Gigaflop, 9);
        Assert.Equal(4 * one.Gigavalues, four.Gigavalues, 9);
        Assert.Equal(4 * one.Megatape, four.Megatape, 9);
        Assert.Equal(4 * one.Megastate, four.Megastate, 9);
        Assert.Equal(one.Megaparameters, four.Megaparameters);
    }

    [Theory]
    [InlineData(1, 3, 3)]
    [InlineData(2, 3, 4)]
    [InlineData(3, 3, 5)]
    [InlineData(3, 6, 5)]
    public void Cycles_cost_one_pass_each_and_the_last_three(int cycles, int latentSteps, int passes)
    {
        var arch = Arch with { RecursionCycles = cycles, LatentSteps = latentSteps };
        var call = Work(Arch with { RecursionCycles = 1, LatentSteps = 1 }, 8).Gigaflop / 2 / 3;
        Assert.Equal(call * passes * (latentSteps + 1), Work(arch, 8).Gigaflop, 9);
    }

    [Fact]
    public void A_one_step_gradient_saves_the_backward_pass_of_all_but_two_updates()
    {
        var call = Work(Arch with { RecursionCycles = 1, LatentSteps = 1 }, 8).Gigaflop / 2 / 3;
        var one = Work(Arch with { OneStepGradient = true }, 8);
        Assert.Equal(call * (2 * (3 + 1) + 2 * 2), one.Gigaflop, 9);
        Assert.Equal(Work(Arch, 8).Megatape / 2, one.Megatape, 9);
    }

    [Fact]
    public void Two_networks_have_more_parameters_and_do_the_same_work()
    {
        var (one, two) = (Work(Arch, 8), Work(Arch with { SeparateNetworks = true }, 8));
        Assert.Equal((one.Gigaflop, one.Gigavalues, one.Megatape), (two.Gigaflop, two.Gigavalues, two.Megatape));
        Assert.True(two.Megaparameters > 1.5 * one.Megaparameters);
    }

    [Fact]
    public void The_native_step_keeps_no_more_than_its_chunks()
    {
        Assert.Equal(Work(Arch, 500, threads: 2).Megatape, Work(Arch, 5000, threads: 2).Megatape, 9);
        Assert.True(Work(Arch, 500, threads: 2).Megatape < Work(Arch, 500).Megatape / 5);
        Assert.Equal(Work(Arch, 1, threads: 4).Megatape, Work(Arch, 1).Megatape, 9);
    }

    [Theory]
    [InlineData(16, 64, 2)]
    [InlineData(97, 32, 2)]
    [InlineData(97, 5, 1)]
    [InlineData(900, 7, 3)]
    [InlineData(1, 10_000, 1)]
    public void A_chunk_is_never_larger_than_the_most_and_covers_the_share(int tokens, int batch, int threads)
    {
        var most = ChunkPlan.Most(tokens, batch, threads);
        for (var smaller = 1; smaller <= batch; smaller++)
            Assert.InRange(ChunkPlan.Sequences(tokens, (smaller + threads - 1) / threads), 1, most);
    }

    [Theory]
    [InlineData(16, 8, 4)]
    [InlineData(97, 2, 2)]
    [InlineData(97, 768, 16)]
    [InlineData(16, 64, 4)]
    public void Workers_up_to_the_fewest_parts_share_out_the_same_ones(int tokens, int batch, int parts)
    {
        for (var workers = 1; workers <= parts; workers *= 2)
            Assert.Equal(parts, workers * ChunkPlan.PartsPerWorker(tokens, batch, workers));
        Assert.Equal(1, ChunkPlan.PartsPerWorker(tokens, batch, 64));
        Assert.Equal(Math.Max(1, parts / 2), ChunkPlan.PartsPerWorker(tokens, batch, 3));
    }

    private static StepWork Work(ArchConfig arch, int batch, int threads = 0) => StepWork.Of(new ModelShape(arch, 16, 6, 1), batch, threads);
}
