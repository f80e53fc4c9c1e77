using TrmLab.Core.Tracing;
using TrmLab.Web.Components.Explorer;

namespace TrmLab.Web.Tests.Components.Explorer;

public class ExplorerAddressTests
{
    [Fact]
    public void EverythingSurvivesTheAddress()
    {
        var address = new ExplorerAddress
        {
            A = "run/20260101-120000-abcdef/1000",
            AWeights = TraceWeights.Raw,
            B = "shipped/x",
            BWeights = TraceWeights.Ema,
            Data = "samples/a b",
            Puzzle = "12 .&=#",
            Filter = "failed",
            RatingFrom = 1.5,
            RatingTo = 9,
            Record = 17,
            Layer = "entropy",
            Cell = 3,
            Tab = "plane",
            Options = new TraceOptions
            {
                Steps = 128,
                Start = TraceStart.Zeros,
                BlankIdentifier = true,
                Detail = TraceDetail.Steps,
                AttentionStep = 2,
                Noise = new NoiseOptions { Sigma = 0.25, Seed = 7, Target = NoiseTarget.Both, FromStep = 2, ToStep = 5, Rollouts = 8, Traced = 3 },
            },
        };
        Assert.Equal(address, ExplorerAddress.Parse("http://localhost:5080/" + address.Format()));
    }

    [Fact]
    public void DefaultsAreLeftOut()
    {
        Assert.Equal("explorer", new ExplorerAddress().Format());
        Assert.Equal("explorer?i=5", new ExplorerAddress { Index = 5 }.Format());
        Assert.Equal(new ExplorerAddress(), ExplorerAddress.Parse("http://x/explorer"));
    }

    [Theory]
    [InlineData("?i=-4&n=many&sigma=NaN&aw=best&t=x&start=7")]
    [InlineData("?i=&k=&layer=")]
    public void NonsenseTakesItsDefault(string query) => Assert.Equal(new ExplorerAddress(), ExplorerAddress.Parse("http://x/explorer" + query));
}
