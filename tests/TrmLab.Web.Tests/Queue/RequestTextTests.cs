using TrmLab.Core.Runs;
using TrmLab.Web.Queue;

namespace TrmLab.Web.Tests.Queue;

public sealed class RequestTextTests
{
    private static readonly LaneRequest Full = new() { Ranks = 2, Gpus = 1, TimeLimit = "2-00:00", Account = "lab", Cpus = 8, MemoryMegabytes = 64_000 };

    [Fact]
    public void An_address_gives_back_what_was_asked_for()
    {
        Assert.Equal(Full, RequestText.Parse(RequestText.Words(Full)));
        Assert.Empty(RequestText.Words(new LaneRequest()));
        Assert.Equal(new LaneRequest(), RequestText.Parse([""]));
    }

    [Fact]
    public void Words_that_mean_nothing_are_passed_over() => Assert.Equal(new LaneRequest { Gpus = 3 }, RequestText.Parse(["gpus=2", "gpus=3", "ranks=many", "colour=blue", "=", "x"]));

    [Fact]
    public void People_read_it_in_one_line()
    {
        Assert.Equal("2 ranks, 1 GPU, time limit 2-00:00, 8 cores, 64000 MB, account lab", RequestText.Of(Full));
        Assert.Equal("", RequestText.Of(new LaneRequest()));
        Assert.Equal("", RequestText.Of(null));
    }
}
