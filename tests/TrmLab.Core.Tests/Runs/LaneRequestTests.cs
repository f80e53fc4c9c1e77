using TrmLab.Core.Runs;

namespace TrmLab.Core.Tests.Runs;

public sealed class LaneRequestTests
{
    [Theory]
    [InlineData("90", 5400)]
    [InlineData("1:30", 90)]
    [InlineData("2:00:00", 7200)]
    [InlineData("1-12", 129600)]
    [InlineData("1-12:30", 131400)]
    public void Time_limits_are_read_as_Slurm_reads_them(string text, int seconds)
    {
        var request = new LaneRequest { TimeLimit = text };
        Assert.Empty(request.Problems);
        Assert.Equal(TimeSpan.FromSeconds(seconds), request.Time);
    }

    [Theory]
    [InlineData("two hours")]
    [InlineData("1:2:3:4")]
    [InlineData("10 --wrap=x")]
    [InlineData("")]
    [InlineData("90\n")]
    [InlineData("-5")]
    [InlineData("--wrap=x")]
    [InlineData("٣٠")]
    public void Other_texts_are_refused_with_an_example(string text) => Assert.Contains("such as", Assert.Single(new LaneRequest { TimeLimit = text }.Problems));

    [Theory]
    [InlineData("-x")]
    [InlineData("--wrap=x")]
    [InlineData("lab\n")]
    [InlineData("lab\n#SBATCH --uid=0")]
    [InlineData("a,b")]
    [InlineData("$(id)")]
    [InlineData("läb")]
    public void An_account_is_one_plain_name(string text) => Assert.StartsWith("account: ", Assert.Single(new LaneRequest { Account = text }.Problems));

    [Fact]
    public void Every_field_that_cannot_be_meant_is_named() =>
        Assert.Equal(5, new LaneRequest { Ranks = 0, Gpus = -1, Cpus = 0, MemoryMegabytes = 0, Account = "a b" }.Problems.Count);

    [Fact]
    public void What_is_left_open_comes_from_the_defaults() =>
        Assert.Equal(new LaneRequest { Gpus = 2, TimeLimit = "60", Account = "lab", Ranks = 4 }, new LaneRequest { Gpus = 2 }.Over(new LaneRequest { Gpus = 1, TimeLimit = "60", Account = "lab", Ranks = 4 }));
}
