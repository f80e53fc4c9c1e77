using TrmLab.Core;
using TrmLab.Core.Runs;

namespace TrmLab.Trainer.Commands;

/// <summary>What the command line's word for a checkpoint means.</summary>
internal static class CheckpointPath
{
    /// <summary>The checkpoint directory that a path means: itself, or the newest sound one of a run.</summary>
    /// <exception cref="InputException">Nothing is there.</exception>
    public static string Locate(string path)
    {
        var full = DataRoot.Resolve(path);
        if (File.Exists(full)) throw new InputException($"{full}: a file, not a checkpoint directory; `trmlab checkpoint import {path} --out DIR` makes one of it");
        if (!Directory.Exists(full)) throw new InputException($"{full}: no such checkpoint directory");
        if (RunOf(full) is not { } run) return full;
        return CheckpointDirectory.FindNewest(run.Checkpoints, e => Output.Say($"warning: passed over {e.Damage}"))?.Path
            ?? throw new InputException($"{full}: this run has no sound checkpoint");
    }

    /// <summary>The run directory that a path is; null if it is none with checkpoints.</summary>
    public static RunDirectory? RunOf(string path)
    {
        var run = RunDirectory.At(path);
        return File.Exists(run.Config) && Directory.Exists(run.Checkpoints) ? run : null;
    }
}
