using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;
using TrmLab.Core.Tracing;
using TrmLab.Web.Inference;
using TrmLab.Web.Tests.Support;

namespace TrmLab.Web.Tests.Inference;

public sealed class PuzzleOutcomesTests : IDisposable
{
    private const string Sample = "samples/sudoku-4x4";

    private static readonly ArchConfig Arch = new();
    private static readonly PuzzleShelf Shelf = new(Path.Combine(DataRoot.Shipped, "samples", "sudoku-4x4"), "test", 4, [1, 1, 1, 1]);

    private readonly TestLab _lab = new();
    private readonly ExplorableCheckpoint _checkpoint;

    public PuzzleOutcomesTests() => _checkpoint = Checkpoint(Make("run-1"), 10, raw: 1, ema: 2);

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void The_runs_own_evaluation_of_the_step_tells_what_each_kind_of_weights_solves()
    {
        EvaluatedRuns.Evaluate(_lab.Folder.Of("run-1"), 10, "raw", "1000");
        EvaluatedRuns.Evaluate(_lab.Folder.Of("run-1"), 10, "ema", "0110");
        var outcomes = Evaluated()!;
        Assert.Equal("evaluation at step 10", outcomes.Source);
        Assert.Equal([0], Shelf.Choose("solved", null, null, TraceWeights.Raw, outcomes));
        Assert.Equal([0, 3], Shelf.Choose("failed", null, null, TraceWeights.Ema, outcomes));
        Assert.Equal([1, 2], Shelf.Choose("ema-only", null, null, TraceWeights.Ema, outcomes));
        Assert.Equal([0], Shelf.Choose("raw-only", null, null, TraceWeights.Ema, outcomes));
    }

    [Fact]
    public void What_was_not_tried_is_neither_solved_nor_failed()
    {
        EvaluatedRuns.Evaluate(_lab.Folder.Of("run-1"), 10, "ema", "10");
        var outcomes = Evaluated()!;
        Assert.Equal([1], Shelf.Choose("failed", null, null, TraceWeights.Ema, outcomes));
        Assert.Empty(Shelf.Choose("failed", null, null, TraceWeights.Raw, outcomes));
    }

    [Fact]
    public void An_evaluation_of_another_step_tells_nothing()
    {
        EvaluatedRuns.Evaluate(_lab.Folder.Of("run-1"), 20, "raw", "1000");
        Assert.Null(Evaluated());
    }

    [Fact]
    public void An_evaluation_kept_as_a_run_tells_of_the_weights_that_it_copied()
    {
        var outcomes = Evaluated(Kept("kept", raw: 1, ema: 2))!;
        Assert.Equal("evaluation kept as kept", outcomes.Source);
        Assert.Equal([1, 3], Shelf.Choose("failed", null, null, TraceWeights.Ema, outcomes));
    }

    [Fact]
    public void It_tells_of_an_imported_checkpoint_too()
    {
        var path = Path.Combine(_lab.Data.Root, "checkpoints", "mine");
        CheckpointDirectory.WriteTo(path, Manifest(0), files => files.Add(CheckpointManifest.RawWeights, s => s.WriteByte(7)));
        var imported = new ExplorableCheckpoint("imported/mine", path, "mine", CheckpointManifest.Read(path));
        Assert.Null(PuzzleOutcomes.Evaluated(imported, [imported], Shelf, _lab.Data.Root));
        Assert.NotNull(PuzzleOutcomes.Evaluated(imported, [imported, Kept("kept", raw: 7, ema: 8)], Shelf, _lab.Data.Root));
    }

    [Fact]
    public void Other_weights_tell_nothing_whatever_their_step() => Assert.Null(Evaluated(Kept("kept", raw: 3, ema: 4)));

    [Fact]
    public void Only_the_weights_that_are_the_same_are_told_of() =>
        Assert.Equal([TraceWeights.Raw], Evaluated(Kept("kept", raw: 1, ema: 4))!.Solved.Keys);

    [Fact]
    public void More_supervision_steps_are_another_answer() =>
        Assert.Null(Evaluated(Kept("kept", raw: 1, ema: 2, arch: Arch with { MaxSupervisionSteps = 99 })));

    [Fact]
    public void Noise_is_another_answer() => Assert.Null(Evaluated(Kept("kept", raw: 1, ema: 2, notes: "Noise of standard deviation 0.3 before each supervision step.")));

    [Fact]
    public void Puzzles_of_another_data_set_are_others() => Assert.Null(Evaluated(Kept("kept", raw: 1, ema: 2, data: "samples/sudoku-9x9")));

    [Fact]
    public void The_evaluation_that_tried_most_is_taken()
    {
        EvaluatedRuns.Evaluate(_lab.Folder.Of("run-1"), 10, "ema", "00");
        Assert.Equal([0, 2], Shelf.Choose("solved", null, null, TraceWeights.Ema, Evaluated(Kept("kept", raw: 1, ema: 2))));
    }

    private static CheckpointManifest Manifest(long step) => CheckpointManifest.For(step, new ModelShape(Arch, 16, 6, 1));

    private PuzzleOutcomes? Evaluated(params ExplorableCheckpoint[] others) => PuzzleOutcomes.Evaluated(_checkpoint, [_checkpoint, .. others], Shelf, _lab.Data.Root);

    private RunDirectory Make(string id, string data = Sample) => _lab.Make(id, TestLab.Config(id) with { DataPaths = ["none"], TestDataPaths = [data] });

    // As the trainer's evaluate verb keeps it: puzzles 0 and 2 are solved.
    private ExplorableCheckpoint Kept(string id, byte raw, byte ema, ArchConfig? arch = null, string data = Sample, params string[] notes)
    {
        var run = Make(id, data);
        TestLab.Write(run, Events.Started(), new RunImported { Time = Events.Day, Name = id, Source = "run-1", Notes = notes });
        EvaluatedRuns.Evaluate(run, 10, "raw", "1010");
        EvaluatedRuns.Evaluate(run, 10, "ema", "1010");
        return Checkpoint(run, 10, raw, ema, arch);
    }

    private static ExplorableCheckpoint Checkpoint(RunDirectory run, long step, byte raw, byte ema, ArchConfig? arch = null)
    {
        var manifest = Manifest(step);
        var path = CheckpointDirectory.Write(run.Checkpoints, manifest with { Arch = arch ?? manifest.Arch }, files =>
        {
            files.Add(CheckpointManifest.RawWeights, s => s.WriteByte(raw));
            files.Add(CheckpointManifest.EmaWeights, s => s.WriteByte(ema));
        });
        return new ExplorableCheckpoint($"run/{run.Id}/{step}", path, run.Id, CheckpointManifest.Read(path));
    }
}
