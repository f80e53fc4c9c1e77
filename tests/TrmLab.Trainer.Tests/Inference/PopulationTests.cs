using TrmLab.Core.Configuration;
using TrmLab.Trainer.Inference;

namespace TrmLab.Trainer.Tests.Inference;

/// <summary>How many puzzles a plane is fitted on: as many as the time of a trace allows.</summary>
public class PopulationTests
{
    [Fact]
    public void SmallNetworksSeeManyPuzzlesToTheEnd() => Assert.Equal((64, 4), Extent(Presets.Get("sudoku-4x4-demo"), 16, 6));

    [Fact]
    public void ThePapersNetworkSeesFewForItsFirstSteps()
    {
        var (puzzles, steps) = Extent(Presets.Get("sudoku-extreme-mlp"), 81, 11);
        Assert.InRange(puzzles, 4, 12);
        Assert.Equal(2, steps);
    }

    [Fact]
    public void AttentionOverManyTokensCounts()
    {
        var small = Presets.Get("maze-hard");
        small = small with { Arch = small.Arch with { HiddenSize = 48, PuzzleEmbeddingTokens = 1 } };
        var (puzzles, steps) = Extent(small, 900, 6);
        Assert.InRange(puzzles * steps, 8, 40);
        Assert.Equal(64, Population.Extent(new ModelShape(small.Arch, 900, 6, 1), accelerator: true).Puzzles);
    }

    private static (int Puzzles, int Steps) Extent(RunConfig config, int length, int vocabulary) =>
        Population.Extent(new ModelShape(config.Arch, length, vocabulary, 1), accelerator: false);
}
