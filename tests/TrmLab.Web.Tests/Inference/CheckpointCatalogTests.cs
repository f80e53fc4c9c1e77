using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;
using TrmLab.Core.Tracing;
using TrmLab.Web.Inference;
using TrmLab.Web.Tests.Support;

namespace TrmLab.Web.Tests.Inference;

public sealed class CheckpointCatalogTests : IDisposable
{
    private readonly TestLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void A_checkpoint_is_called_by_its_run_step_and_accuracy()
    {
        Make("run-1", TestLab.Config("sudoku, MLP"), 1000, ("ema/all/exact_accuracy", 0.9725), ("raw/all/exact_accuracy", 0.5));
        Assert.Equal("sudoku, MLP, step 1,000, 97.25 % exact", Catalog.Get("run/run-1/1000").Title);
        Assert.Equal("sudoku, MLP, step 1,000, 50.00 % exact", Catalog.Get("run/run-1").TitleWith(TraceWeights.Raw));
        Assert.Equal("sudoku, MLP", Assert.Single(Catalog.All(), c => c.Key == "run/run-1/1000").Group);
    }

    [Fact]
    public void An_accuracy_that_nobody_measured_is_left_out()
    {
        Make("run-1", TestLab.Config("new"), 5);
        Assert.Equal("new, step 5", Catalog.Get("run/run-1/5").Title);
    }

    [Fact]
    public void Runs_of_one_name_are_told_apart_by_seed_and_if_need_be_by_id()
    {
        Make("run-1", TestLab.Config("twice", seed: 1), 5);
        Make("run-2", TestLab.Config("twice", seed: 2), 5);
        Assert.Equal(["twice, seed 2", "twice, seed 1"], Catalog.All().Where(c => c.Key.StartsWith("run/", StringComparison.Ordinal)).Select(c => c.Group));
        Make("run-3", TestLab.Config("twice", seed: 2), 5);
        Assert.Equal("twice, seed 2, run-3, step 5", Catalog.Get("run/run-3/5").Title);
        Assert.Equal("twice, seed 1, step 5", Catalog.Get("run/run-1/5").Title);
    }

    [Fact]
    public void A_run_that_the_index_does_not_know_yet_is_called_by_its_id()
    {
        Make("run-1", TestLab.Config("new"), 5);
        _lab.Index.Replace();
        Assert.Equal("run-1, step 5", Catalog.Get("run/run-1/5").Title);
    }

    private CheckpointCatalog Catalog => new(_lab.Data, _lab.Folder, _lab.Index);

    private void Make(string id, RunConfig config, long step, params (string Name, double Value)[] metrics)
    {
        var run = _lab.Make(id, config);
        var manifest = CheckpointManifest.For(step, new ModelShape(new ArchConfig(), 16, 6, 1)) with { Metrics = metrics.ToDictionary(m => m.Name, m => m.Value) };
        CheckpointDirectory.Write(run.Checkpoints, manifest, files =>
        {
            files.Add(CheckpointManifest.RawWeights, s => s.WriteByte(1));
            files.Add(CheckpointManifest.EmaWeights, s => s.WriteByte(2));
        });
        _lab.CatchUp();
    }
}
