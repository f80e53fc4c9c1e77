using TrmLab.Trainer.Distributed;

namespace TrmLab.Trainer.Tests.Distributed;

public class RowShareTests
{
    [Theory]
    [InlineData(8, 2)]
    [InlineData(7, 3)]
    [InlineData(768, 64)]
    [InlineData(5, 5)]
    public void The_shares_cover_every_row_once_and_differ_by_one_at_most(int rows, int ranks)
    {
        var shares = Enumerable.Range(0, ranks).Select(rank => new RowShare(rank, ranks, rows)).ToList();
        Assert.Equal(Enumerable.Range(0, rows), shares.SelectMany(share => share.Rows));
        Assert.InRange(shares.Max(share => share.Count) - shares.Min(share => share.Count), 0, 1);
    }

    [Theory]
    [InlineData(13, 2, 4)]
    [InlineData(768, 4, 4)]
    [InlineData(7, 3, 2)]
    public void The_parts_of_all_shares_are_those_of_the_whole(int rows, int ranks, int parts)
    {
        RowShare[] ofShares = [.. Enumerable.Range(0, ranks * parts).Select(i => new RowShare(i / parts, ranks, rows).Part(i % parts, parts))];
        RowShare[] ofWhole = [.. Enumerable.Range(0, ranks * parts).Select(i => RowShare.Whole(rows).Part(i, ranks * parts))];
        Assert.Equal(ofWhole, ofShares);
        for (var rank = 0; rank < ranks; rank++)
            Assert.Equal(new RowShare(rank, ranks, rows).Rows, ofShares[(rank * parts)..((rank + 1) * parts)].SelectMany(part => part.Rows));
    }

    [Fact]
    public void Gathered_rows_stand_in_the_order_of_the_global_batch_also_where_shares_differ() => ThreadCollectives.Run(3, ranks =>
    {
        var share = new RowShare(ranks.Rank, 3, 7);
        using var whole = TorchSharp.torch.arange(14).view(7, 2);
        using var rows = whole.narrow(0, share.First, share.Count);
        using var gathered = ranks.GatherRows(rows, share);
        Assert.Equal(whole.data<long>().ToArray(), gathered.data<long>().ToArray());
    });

    [Fact]
    public void Texts_and_numbers_reach_every_rank() => ThreadCollectives.Run(3, ranks =>
    {
        Assert.Equal("größer", ranks.BroadcastText(ranks.Rank == 0 ? "größer" : "ignored"));
        Assert.Equal("", ranks.BroadcastText(ranks.Rank == 0 ? "" : "ignored"));
        Assert.Equal([0, 10, 20], ranks.GatherNumbers(ranks.Rank * 10));
        Assert.Equal(["", "x", "xx"], ranks.GatherTexts(new string('x', ranks.Rank)));
    });
}
