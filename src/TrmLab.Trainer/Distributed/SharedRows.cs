using TrmLab.Trainer.Model;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Distributed;

/// <summary>Puts the rows that the ranks computed together again.</summary>
internal static class SharedRows
{
    /// <summary>The rows of all ranks in the order of the global batch, a new tensor in the current dispose scope.</summary>
    /// <param name="rows">This rank's rows, [share.Count, ...].</param>
    /// <param name="share">This rank's share.</param>
    public static Tensor GatherRows(this ICollectives ranks, Tensor rows, RowShare share)
    {
        using var scope = NewDisposeScope();
        using var gradient = no_grad();
        // Shares differ by one row at most: all send as many as the largest has.
        var largest = (share.Total + ranks.Size - 1) / ranks.Size;
        long[] rest = rows.shape[1..];
        var part = zeros([largest, .. rest], rows.dtype, rows.device);
        part.narrow(0, 0, share.Count).copy_(rows);
        var all = empty([(long)largest * ranks.Size, .. rest], rows.dtype, rows.device);
        ranks.Gather(part, all);
        if (share.Total == largest * ranks.Size)
            return all.MoveToOuterDisposeScope();
        var pieces = Enumerable.Range(0, ranks.Size).Select(rank => all.narrow(0, (long)rank * largest, new RowShare(rank, ranks.Size, share.Total).Count));
        return cat([.. pieces], 0).MoveToOuterDisposeScope();
    }

    /// <summary>The carry of the global batch; the caller disposes it. Every rank has to call.</summary>
    public static Carry GatherCarry(this ICollectives ranks, Carry carry, RowShare share)
    {
        using var scope = NewDisposeScope();
        Tensor Whole(Tensor rows) => share.IsWhole ? rows.alias() : ranks.GatherRows(rows, share);
        return new Carry(
            carry.State.Map(Whole), Whole(carry.Steps), Whole(carry.Halted), Whole(carry.Inputs), Whole(carry.Labels), Whole(carry.PuzzleIdentifiers));
    }
}
