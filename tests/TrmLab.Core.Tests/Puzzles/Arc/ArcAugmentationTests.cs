using System.Text.Json;
using TrmLab.Core.Puzzles.Arc;
using static TrmLab.Core.Tests.Puzzles.Arc.Grids;

namespace TrmLab.Core.Tests.Puzzles.Arc;

public class ArcAugmentationTests
{
    [Theory]
    [InlineData("00576224|||t4|||0832597416", "9862/8106/8467")]
    [InlineData("00576224|||t5|||0367514289", "4923/9083/7931")]
    public void ColoursThenDihedralAsInTheReference(string name, string expected)
    {
        ArcGrid grid = Grid("3915/9081/6971");
        (string task, ArcAugmentation augmentation) = ArcAugmentation.Parse(name);
        Assert.Equal("00576224", task);
        Assert.Equal(name, augmentation.NameOf(task));
        Assert.Equal(Grid(expected), augmentation.Apply(grid));
        Assert.Equal(grid, augmentation.Undo(Grid(expected)));
    }

    [Fact]
    public void EveryRecordedAugmentationAndInverse()
    {
        foreach (JsonElement recorded in GoldenFunctions.Open("aug").EnumerateArray())
        {
            (string task, ArcAugmentation augmentation) = ArcAugmentation.Parse(recorded.GetProperty("name").GetString()!);
            Assert.Equal(recorded.GetProperty("orig").GetString(), task);
            ArcGrid grid = Grid(recorded.GetProperty("in"));
            if (recorded.TryGetProperty("inverse_of_in", out JsonElement inverse))
            {
                Assert.Equal(Grid(inverse), augmentation.Undo(grid));
                continue;
            }
            ArcGrid augmented = augmentation.Apply(grid);
            Assert.Equal(Grid(recorded.GetProperty("aug_out")), augmented);
            Assert.Equal(Grid(recorded.GetProperty("inverse_out")), augmentation.Undo(augmented));
        }
    }

    [Fact]
    public void ANameWithoutSeparatorIsTheTaskUnchanged()
    {
        (string task, ArcAugmentation augmentation) = ArcAugmentation.Parse("0b17323b");
        Assert.Equal(("0b17323b", default), (task, augmentation));
        Assert.Equal(Grid("12/03"), augmentation.Apply(Grid("12/03")));
        Assert.Equal(Grid("12/03"), augmentation.Undo(Grid("12/03")));
    }

    [Fact]
    public void ATaskNameMayHoldTheSeparator() =>
        Assert.Equal("a", ArcAugmentation.Parse("a|||b|||t1|||0123456789").Task);

    [Theory]
    [InlineData("a|||t8|||0123456789")]
    [InlineData("a|||t1|||0123456788")]
    [InlineData("a|||t1|||1023456789")]
    [InlineData("a|||t1|||012345678")]
    [InlineData("a|||t1")]
    [InlineData("a|||1|||0123456789")]
    public void AMalformedNameIsRefused(string name) =>
        Assert.Contains(name, Assert.Throws<InputException>(() => ArcAugmentation.Parse(name)).Message);

    [Fact]
    public void DrawsAreTheReferencesAtItsSeed()
    {
        var random = new MersenneTwister(42);
        string[] tasks = ["00d62c1b", "0ca9ddb6", "0d3d703e", "25d8a9c8", "3c9b0459", "44f52bb0", "5582e5ca", "6150a2bd", "67a3c6ac", "9dfd6313"];
        random.Shuffle(tasks.AsSpan());
        Assert.Equal("x|||t2|||0129645837", ArcAugmentation.Draw(random).NameOf("x"));
        Assert.Equal("x|||t4|||0531796482", ArcAugmentation.Draw(random).NameOf("x"));
        Assert.Equal("x|||t3|||0287391456", ArcAugmentation.Draw(random).NameOf("x"));
    }
}
