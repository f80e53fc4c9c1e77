using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;

namespace TrmLab.Trainer.Distributed;

/// <summary>What the ranks are to train: rank 0 finds out, the others are told.</summary>
internal static class RankTask
{
    /// <summary>Run directory, configuration and whether to resume, the same on every rank.</summary>
    /// <param name="read">Called on rank 0 only.</param>
    public static (RunDirectory Run, RunConfig Config, bool Resume) Share(RankGroup ranks, Func<(RunDirectory Run, RunConfig Config, bool Resume)> read)
    {
        var own = ranks.IsFirst ? read() : default;
        if (ranks.Size == 1)
            return own;
        var root = ranks.Collectives.BroadcastText(own.Run?.Root ?? "");
        var config = ranks.Collectives.BroadcastText(own.Config is null ? "" : ConfigJson.Write(own.Config));
        var resume = ranks.Collectives.GatherNumbers(own.Resume ? 1 : 0)[0] == 1;
        return ranks.IsFirst ? own : (RunDirectory.At(root), ConfigJson.Read(config, "the configuration of rank 0"), resume);
    }
}
