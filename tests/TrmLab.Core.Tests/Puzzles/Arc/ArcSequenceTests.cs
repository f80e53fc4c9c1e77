using System.Text.Json;
using TrmLab.Core.Puzzles.Arc;
using static TrmLab.Core.Tests.Puzzles.Arc.Grids;

namespace TrmLab.Core.Tests.Puzzles.Arc;

public class ArcSequenceTests
{
    [Fact]
    public void EndMarksFrameTheGridBelowAndRight()
    {
        byte[] tokens = new byte[ArcSequence.Length];
        ArcSequence.Encode(Grid("12/30"), 2, 3, tokens);
        Assert.Equal([0, 3, 4, 1, 0], tokens[62..67]);
        Assert.Equal([0, 5, 2, 1, 0], tokens[92..97]);
        Assert.Equal([0, 1, 1, 0, 0], tokens[122..127]);
        Assert.Equal(8, tokens.Count(token => token != 0));
    }

    [Fact]
    public void AFullCanvasHasNoEndMarks()
    {
        byte[] tokens = new byte[ArcSequence.Length];
        ArcSequence.Encode(new ArcGrid(30, 30, new byte[900]), 0, 0, tokens);
        Assert.All(tokens, token => Assert.Equal(ArcSequence.FirstColour, token));
        Assert.Equal(new ArcGrid(30, 30, new byte[900]), ArcSequence.Crop(tokens));
    }

    [Fact]
    public void AGridOutsideTheCanvasIsRefused() =>
        Assert.Throws<ArgumentException>(() => ArcSequence.Encode(Grid("12/30"), 29, 0, new byte[ArcSequence.Length]));

    [Fact]
    public void EveryRecordedGridEncodes()
    {
        foreach (JsonElement recorded in GoldenFunctions.Open("grid_to_seq").EnumerateArray())
        {
            foreach ((string grid, string sequence) in new[] { ("inp", "inp_seq"), ("out", "out_seq") })
            {
                byte[] tokens = new byte[ArcSequence.Length];
                ArcSequence.Encode(Grid(recorded.GetProperty(grid)), recorded.GetProperty("pad_r").GetInt32(), recorded.GetProperty("pad_c").GetInt32(), tokens);
                Assert.Equal(Bytes(recorded.GetProperty(sequence)), tokens);
            }
        }
    }

    [Fact]
    public void EveryRecordedCrop()
    {
        foreach (JsonElement recorded in GoldenFunctions.Open("crop").EnumerateArray())
        {
            ArcGrid cropped = ArcSequence.Crop(Bytes(recorded.GetProperty("in")));
            int[] shape = Integers(recorded.GetProperty("shape"));
            Assert.Equal((shape[0], shape[1]), (cropped.Rows, cropped.Columns));
            Assert.Equal(Grid(recorded.GetProperty("out")), cropped);
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(12, 15)]
    [InlineData(28, 27)]
    public void ATranslatedGridDecodesWhereverItLies(int row, int column)
    {
        byte[] tokens = new byte[ArcSequence.Length];
        ArcSequence.Encode(Grid("012/000"), row, column, tokens);
        Assert.Equal(Grid("012/000"), ArcSequence.Decode(tokens));
    }

    [Fact]
    public void NothingReadableCropsToAnEmptyGrid() => Assert.Equal(ArcGrid.Empty, ArcSequence.Crop(new byte[ArcSequence.Length]));
}
