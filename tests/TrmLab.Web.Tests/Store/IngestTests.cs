using TrmLab.Core.Runs;
using TrmLab.Web.Store;
using TrmLab.Web.Tests.Support;
using static TrmLab.Web.Tests.Support.Events;

namespace TrmLab.Web.Tests.Store;

/// <summary>What becomes of a log, on each database that an index can be in.</summary>
public abstract class IngestTests(string index) : IDisposable
{
    private readonly TestLab _lab = new(index: index);

    public void Dispose()
    {
        _lab.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Every_point_is_there_once_however_the_log_grew()
    {
        var run = _lab.Make();
        for (var step = 1; step <= 60; step += 20)
        {
            TestLab.Write(run, Steps(step, step + 19));
            _lab.CatchUp();
            _lab.CatchUp();
        }

        var loss = _lab.Points()["train/lm_loss"];
        Assert.Equal(Enumerable.Range(1, 60).Select(s => new MetricPoint(s, 10.0 / s)), loss);
    }

    [Fact]
    public void Half_a_line_waits_for_its_end()
    {
        var run = _lab.Make();
        TestLab.Write(run, Metrics(1));
        var line = RunEventJson.Write(Metrics(2));
        File.AppendAllBytes(run.Log, line[..20]);
        _lab.CatchUp();
        Assert.Single(_lab.Points()["train/lm_loss"]);

        File.AppendAllBytes(run.Log, [.. line[20..], (byte)'\n']);
        _lab.CatchUp();
        Assert.Equal([1L, 2L], _lab.Points()["train/lm_loss"].Select(p => p.Step));
    }

    [Fact]
    public void Lines_that_are_no_events_are_counted_and_passed_over()
    {
        var run = _lab.Make();
        TestLab.Write(run, Metrics(1));
        File.AppendAllText(run.Log, "not json\n{\"event\":\"from the future\"}\n");
        TestLab.Write(run, Metrics(2));
        _lab.CatchUp();

        Assert.Equal(2, _lab.Points()["train/lm_loss"].Count);
        Assert.Equal(2, Row().ForeignLines);
    }

    [Fact]
    public void What_fails_before_the_commit_is_undone_and_read_again()
    {
        var run = _lab.Make();
        TestLab.Write(run, [Started(), .. Steps(1, 5), Evaluated(5, "ema", 0.5)]);
        _lab.Ingest.Discover();
        Assert.Throws<InvalidOperationException>(() => _lab.Index.Write<int>((db, transaction) =>
        {
            var row = db.Runs.Single();
            using var points = db.Index.Points(transaction, row.Id);
            var projection = new RunProjection(db, points, row);
            foreach (var logged in RunLogReader.Read(run.Log)) projection.Apply(logged);
            projection.Finish();
            throw new InvalidOperationException("the power went out");
        }));
        Assert.Equal(0, Row().Offset);
        Assert.Empty(_lab.Points());

        _lab.CatchUp();
        Assert.Equal(5, _lab.Points()["train/lm_loss"].Count);
        Assert.Equal(new FileInfo(run.Log).Length, Row().Offset);
    }

    [Fact]
    public void Another_process_goes_on_where_the_last_one_was_killed()
    {
        var run = _lab.Make();
        TestLab.Write(run, [Started(), .. Steps(1, 30)]);
        _lab.CatchUp();
        using (var second = new TestLab(_lab.Data.Root, index: index))
        {
            TestLab.Write(run, Steps(31, 50));
            second.CatchUp();
            Assert.Equal(50, second.Points()["train/lm_loss"].Count);
        }
    }

    [Fact]
    public void Values_that_are_no_numbers_are_kept()
    {
        var run = _lab.Make();
        TestLab.Write(run, Metrics(1, ("a", 1)), Metrics(2, ("a", double.NaN)), Metrics(3, ("a", double.PositiveInfinity)), Metrics(4, ("a", double.NegativeInfinity)));
        _lab.CatchUp();

        Assert.Equal([1, double.NaN, double.PositiveInfinity, double.NegativeInfinity], _lab.Points()["a"].Select(p => p.Value));
        using var db = _lab.Index.Open();
        Assert.Equal((4, 3), (db.RunMetrics.Single().Count, db.RunMetrics.Single().NonFinite));
    }

    [Fact]
    public void A_resumed_run_loses_what_came_after_its_checkpoint()
    {
        var run = _lab.Make();
        TestLab.Write(run, [Started(), .. Steps(1, 40), Evaluated(20, "ema", 0.4), Evaluated(40, "ema", 0.9)]);
        _lab.CatchUp();
        Assert.Equal(0.9, Row().BestEma);

        TestLab.Write(run, Started(500), Resumed(20, 500));
        _lab.CatchUp();
        Assert.Equal(20, _lab.Points()["train/lm_loss"].Count);
        Assert.Equal((20, 0.4, 0.4), (Row().Step, Row().BestEma, Row().LastEma));

        TestLab.Write(run, Metrics(21, ("train/lm_loss", 77)));
        _lab.CatchUp();
        Assert.Equal(new MetricPoint(21, 77), _lab.Points()["train/lm_loss"][^1]);
    }

    [Fact]
    public void Time_trained_leaves_out_the_time_between_two_trainers()
    {
        var run = _lab.Make();
        TestLab.Write(run, [Started(), .. Steps(1, 10), Started(1000), Resumed(10, 1000), Metrics(11) with { Time = Day + 1_002_000 }]);
        _lab.CatchUp();
        Assert.Equal(12_000, Row().Elapsed);
    }

    [Fact]
    public void A_step_logged_again_replaces_the_point_and_tells_followers()
    {
        var run = _lab.Make();
        TestLab.Write(run, Evaluated(5, "raw", 0.1));
        _lab.CatchUp();
        var before = Row().Revision;
        TestLab.Write(run, Evaluated(5, "raw", 0.2));
        _lab.CatchUp();

        Assert.Equal(0.2, Assert.Single(_lab.Points()["raw/all/exact_accuracy"]).Value);
        Assert.True(Row().Revision > before);
    }

    [Fact]
    public void A_checkpoint_that_was_removed_and_written_again_is_there_as_the_new_one()
    {
        var run = _lab.Make();
        TestLab.Write(run, Saved(5), Saved(5, "best_ema"));
        _lab.CatchUp();
        TestLab.Write(run, new CheckpointRemoved { Path = RunDirectory.CheckpointPath(5) }, Saved(5, "requested"), Saved(6), new CheckpointRemoved { Path = RunDirectory.CheckpointPath(6) }, Saved(6, "latest"));
        _lab.CatchUp();
        using var db = _lab.Index.Open();
        Assert.Equal(["requested", "latest"], db.Checkpoints.OrderBy(c => c.Step).Select(c => c.Kind));
    }

    [Fact]
    public void A_log_that_was_replaced_is_read_from_its_start()
    {
        var run = _lab.Make();
        TestLab.Write(run, Steps(1, 30));
        _lab.CatchUp();
        File.Delete(run.Log);
        TestLab.Write(run, Steps(1, 3));
        _lab.CatchUp();
        Assert.Equal(3, _lab.Points()["train/lm_loss"].Count);
    }

    [Fact]
    public void A_run_directory_that_is_gone_is_forgotten()
    {
        var run = _lab.Make();
        TestLab.Write(run, Steps(1, 3));
        _lab.CatchUp();
        Directory.Delete(run.Root, recursive: true);
        _lab.CatchUp();
        using var db = _lab.Index.Open();
        Assert.Empty(db.Runs);
        Assert.Empty(db.RunMetrics);
    }

    [Fact]
    public void A_configuration_that_cannot_be_read_does_not_hide_the_run()
    {
        var run = _lab.Make();
        File.WriteAllText(run.Config, "{ \"lerning_rate\": 1 }");
        TestLab.Write(run, Metrics(1));
        _lab.CatchUp();
        Assert.Contains("lerning_rate", Row().ConfigError);
        Assert.NotEmpty(_lab.Points());
    }

    private RunRow Row()
    {
        using var db = _lab.Index.Open();
        return db.Runs.Single();
    }
}

/// <inheritdoc/>
public sealed class SqliteIngestTests() : IngestTests("");

/// <inheritdoc/>
[Collection<OnPostgres>]
public sealed class PostgresIngestTests(PostgresServer server) : IngestTests(server.NewIndex());
