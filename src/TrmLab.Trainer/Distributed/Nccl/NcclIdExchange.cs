using TrmLab.Core;
using TrmLab.Core.Runs;

namespace TrmLab.Trainer.Distributed.Nccl;

/// <summary>How the id of rank 0 reaches the others: over MPI, or through a file that all of them see.</summary>
internal static class NcclIdExchange
{
    /// <summary>A path on a file system that all ranks share; rank 0 writes it, the others wait for it. Use a new one for each start.</summary>
    public const string FileVariable = "TRMLAB_NCCL_ID_FILE";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Over other collectives.</summary>
    public static NcclId Over(ICollectives ranks, NcclLibrary library) =>
        Parse(ranks.BroadcastText(ranks.Rank == 0 ? Text(library.NewId()) : ""), ranks.Description);

    /// <summary>Through a file.</summary>
    /// <exception cref="InputException">The file does not come, or is there already.</exception>
    public static NcclId Through(string path, int rank, NcclLibrary library)
    {
        if (rank == 0)
        {
            if (File.Exists(path))
                throw new InputException($"{path}: is there already, from an earlier start; delete it or name another {FileVariable}");
            var id = library.NewId();
            DurableFile.WriteText(path, Text(id));
            return id;
        }

        for (var end = DateTime.UtcNow + Patience; !File.Exists(path); Thread.Sleep(Interval))
        {
            if (DateTime.UtcNow > end)
                throw new InputException($"{path}: rank 0 did not write it within {Patience.TotalSeconds:0} s; is it on a file system that all ranks share?");
        }

        return Parse(File.ReadAllText(path), path);
    }

    private static unsafe string Text(NcclId id) => Convert.ToHexString(new ReadOnlySpan<byte>(id.Content, NcclId.Size));

    private static unsafe NcclId Parse(string text, string source)
    {
        if (text.Length != 2 * NcclId.Size)
            throw new InputException($"{source}: does not hold an NCCL id");
        NcclId id;
        Convert.FromHexString(text).CopyTo(new Span<byte>(id.Content, NcclId.Size));
        return id;
    }
}
