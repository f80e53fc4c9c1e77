using TrmLab.Core.Runs;
using TrmLab.Trainer.Distributed;

namespace TrmLab.Trainer.Training;

/// <summary>Saves a run's checkpoints and deletes those that the run's rule does not keep: the last K, best by EMA, best by raw, requested and pinned ones.</summary>
public sealed class CheckpointKeeper(RunDirectory run, IRunLog log, int keep)
{
    /// <summary>Saves, logs and tidies up. Every rank has to call; rank 0 writes.</summary>
    /// <param name="state">Between two steps.</param>
    /// <param name="metrics">Figures of an evaluation at this step; empty without one.</param>
    /// <param name="requested">Asked for by a person, so not deleted by the rule.</param>
    public void Save(TrainingState state, IReadOnlyDictionary<string, double> metrics, bool requested = false)
    {
        using var carry = state.Ranks.OfDevice.GatherCarry(state.Carry, state.Share);
        if (requested) state.Best = state.Best with { Requested = [.. state.Best.Requested, state.Step] };
        if (!ReplicaWeights.AreEqual(state.Ranks, state)) throw new CollectiveException($"the ranks' weights differ at step {state.Step}: a device or the connection computes wrongly; no checkpoint was written");
        if (!state.Ranks.IsFirst) return;
        using var busy = state.Ranks.Busy();
        var path = TrainingCheckpoint.Save(run.Checkpoints, state, carry, metrics);
        var kind = requested ? "requested" : state.Best.EmaStep == state.Step ? "best_ema" : state.Best.RawStep == state.Step ? "best_raw" : "latest";
        var bytes = new DirectoryInfo(path).EnumerateFiles().Sum(f => f.Length);
        log.Write(new CheckpointSaved { Step = state.Step, Path = Path.GetRelativePath(run.Root, path), Kind = kind, Bytes = bytes });
        RemoveOthers(state.Best);
    }

    private void RemoveOthers(BestSoFar best)
    {
        var sound = 0;
        foreach (var entry in CheckpointDirectory.List(run.Checkpoints))
        {
            if (entry.Damage is not null) continue; // A person should see a damaged one; deleting it would hide the damage.
            var recent = sound++ < keep;
            if (recent || best.Keeps(entry.Step) || CheckpointPin.IsSet(entry.Path)) continue;
            CheckpointDirectory.Delete(entry.Path);
            log.Write(new CheckpointRemoved { Path = Path.GetRelativePath(run.Root, entry.Path) });
        }
    }
}
