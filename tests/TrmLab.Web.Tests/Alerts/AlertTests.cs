using Microsoft.Extensions.Logging.Abstractions;
using TrmLab.Core.Runs;
using TrmLab.Web.Alerts;
using TrmLab.Web.Hosting;
using TrmLab.Web.Tests.Support;
using static TrmLab.Web.Tests.Support.Events;

namespace TrmLab.Web.Tests.Alerts;

/// <summary>What is told, and that it is told once, also across restarts of the dashboard.</summary>
public sealed class AlertTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(Day + 60_000);

    private readonly TestLab _lab = new();
    private readonly List<RunLock> _held = [];
    private AlertLog _log;
    private AlertWatch _watch;

    public AlertTests()
    {
        _log = null!;
        _watch = null!;
        Restart();
        Set(s => s with { AlertDiskGigabytes = 0 });
        Look();
    }

    public void Dispose()
    {
        foreach (var hold in _held) hold.Dispose();
        _lab.Dispose();
    }

    [Fact]
    public void Nan_and_infinity_are_told_once_for_each_metric()
    {
        var run = Live(Metrics(1, ("train/lm_loss", double.NaN)), Metrics(2, ("train/lm_loss", double.NaN), ("train/grad_norm", double.PositiveInfinity)));
        Look();
        Look();
        Assert.Equal(2, _log.All.Count);
        Assert.All(_log.All, a => Assert.Equal((AlertKind.NonFinite, run.Id, "test"), (a.Kind, a.Run, a.Name)));
        Assert.Contains("train/lm_loss (2 so far", _log.All.Single(a => a.Text.Contains("lm_loss", StringComparison.Ordinal)).Text);
        Restart();
        Look();
        Assert.Equal(2, _log.All.Count);
    }

    [Fact]
    public void Nothing_is_told_of_a_kind_that_is_switched_off()
    {
        Set(s => s with { AlertNonFinite = false, AlertNoProgressMinutes = 0, AlertBelowBestPoints = 0, AlertRunEnded = false });
        var run = Live(Metrics(1, ("train/lm_loss", double.NaN)), Evaluated(1, "ema", 0.9), Evaluated(2, "ema", 0.1));
        Look(Now.AddDays(2));
        End(run, new RunFailed { Reason = "x" });
        Look();
        Assert.Empty(_log.All);
    }

    [Fact]
    public void A_trainer_that_lives_and_logs_nothing_is_told_after_the_threshold_and_again_for_its_next_silence()
    {
        Set(s => s with { AlertNoProgressMinutes = 10 });
        var run = Live(Metrics(1));
        Look(At(1, minutes: 9));
        Assert.Empty(_log.All);
        Look(At(1, minutes: 11));
        Look(At(1, minutes: 30));
        Assert.Equal(AlertKind.NoProgress, Assert.Single(_log.All).Kind);
        Assert.Contains("no progress for 11 min", _log.All[0].Text);
        TestLab.Write(run, Metrics(5000));
        Look(At(5000, minutes: 12));
        Assert.Equal(2, _log.All.Count);
    }

    [Fact]
    public void A_paused_run_is_allowed_to_be_silent()
    {
        Live(Metrics(1), new RunPaused { Time = Day + 1000, Step = 1 });
        Look(At(1, minutes: 500));
        Assert.Empty(_log.All);
    }

    [Fact]
    public void The_last_below_the_best_is_told_at_the_threshold_once_for_each_best()
    {
        Set(s => s with { AlertBelowBestPoints = 5 });
        var run = Live(Evaluated(1, "ema", 0.80), Evaluated(1, "raw", 0.85), Evaluated(2, "ema", 0.76), Evaluated(2, "raw", 0.20));
        Look();
        Assert.Empty(_log.All);
        TestLab.Write(run, Evaluated(3, "ema", 0.75));
        Look();
        TestLab.Write(run, Evaluated(4, "ema", 0.79), Evaluated(5, "ema", 0.60));
        Look();
        Assert.Equal(AlertKind.BelowBest, Assert.Single(_log.All).Kind);
        Assert.Contains("(EMA) 5.00 pp below the best of 80.00 %", _log.All[0].Text);
        TestLab.Write(run, Evaluated(6, "ema", 0.95), Evaluated(7, "ema", 0.5));
        Look();
        Assert.Equal(2, _log.All.Count);
    }

    [Theory]
    [InlineData("finished", AlertKind.RunEnded)]
    [InlineData("stopped", AlertKind.RunEnded)]
    [InlineData("failed", AlertKind.RunFailed)]
    [InlineData("lost", AlertKind.RunLost)]
    public void A_runs_end_is_told_also_if_it_came_while_the_dashboard_was_down(string how, AlertKind kind)
    {
        var run = Live(Metrics(1));
        Look();
        End(run, how switch
        {
            "finished" => Finished(10),
            "stopped" => new RunStopped { Step = 1, Reason = "on request" },
            "failed" => new RunFailed { Step = 1, Reason = "out of memory" },
            _ => null,
        });
        Restart();
        Look();
        Look();
        Assert.Equal(kind, Assert.Single(_log.All).Kind);
        Assert.StartsWith(how, _log.All[0].Text);
        if (how == "failed") Assert.Contains("out of memory", _log.All[0].Text);
    }

    [Fact]
    public void Runs_that_were_over_before_anybody_listened_are_not_told_nor_are_imported_ones()
    {
        using var other = new TestLab();
        var old = other.Make("old");
        new LaunchRecord().Write(old);
        TestLab.Write(old, Started(), Finished(1));
        var log = new AlertLog(other.Data, NullLogger<AlertLog>.Instance);
        var watch = Watch(other, log);
        void look()
        {
            other.CatchUp();
            other.States.Look(Now);
            watch.Look(Now);
        }

        look();
        var imported = other.Make("imported");
        TestLab.Write(imported, Started(), Finished(1));
        look();
        Assert.Empty(log.All);
    }

    [Fact]
    public void Nothing_is_told_of_runs_before_all_states_are_known()
    {
        using var other = new TestLab();
        var log = new AlertLog(other.Data, NullLogger<AlertLog>.Instance);
        Finish(other, "first");
        Finish(other, "second");
        other.CatchUp();
        other.States.Look(other.Folder.Of("first"), Now);
        Watch(other, log).Look(Now);
        other.States.Look(Now);
        Watch(other, log).Look(Now);
        Assert.Empty(log.All);
    }

    [Fact]
    public void A_run_that_comes_back_from_the_trash_ended_long_ago()
    {
        var run = Live(Metrics(1));
        Look();
        End(run, Finished(10));
        Look();
        Assert.Single(_log.All);
        var away = Path.Combine(_lab.Data.Root, "away");
        Directory.Move(run.Root, away);
        Look();
        for (var i = 0; i < AlertLog.Limit; i++) _log.Raise(new Alert { Key = $"k{i}", Text = "newer" });
        Directory.Move(away, run.Root);
        Look();
        Assert.All(_log.All, a => Assert.Equal("newer", a.Text));
    }

    [Fact]
    public void A_disk_below_the_threshold_is_told_once_until_it_recovers()
    {
        Set(s => s with { AlertDiskGigabytes = 900_000 });
        Look();
        Look();
        Assert.Equal(AlertKind.DiskLow, Assert.Single(_log.All).Kind);
        Set(s => s with { AlertDiskGigabytes = 0.000001 });
        Look();
        Set(s => s with { AlertDiskGigabytes = 900_000 });
        Look(Now.AddMinutes(1));
        Assert.Equal(2, _log.All.Count);
    }

    [Fact]
    public void The_log_keeps_the_newest_marks_them_and_survives_a_damaged_file()
    {
        for (var i = 0; i < AlertLog.Limit + 20; i++) _log.Raise(new Alert { Key = $"k{i}", Text = $"t{i}" });
        Assert.Equal((AlertLog.Limit, $"t{AlertLog.Limit + 19}"), (_log.All.Count, _log.All[0].Text));
        _log.MarkRead();
        Restart();
        Assert.All(_log.All, a => Assert.True(a.Read));

        File.WriteAllText(Path.Combine(_lab.Data.Root, "alerts.json"), "{ half");
        Restart();
        Assert.Empty(_log.All);
        Assert.True(File.Exists(Path.Combine(_lab.Data.Root, "alerts.json.unreadable")));
    }

    private static DateTimeOffset At(long step, double minutes) => DateTimeOffset.FromUnixTimeMilliseconds(Day + step * 1000).AddMinutes(minutes);

    private static AlertWatch Watch(TestLab lab, AlertLog log) => new(log, lab.Settings, lab.Index, lab.Folder, lab.States, lab.Host, NullLogger<AlertWatch>.Instance);

    private static void Finish(TestLab lab, string id)
    {
        var run = lab.Make(id);
        new LaunchRecord().Write(run);
        TestLab.Write(run, Started(), Finished(1));
    }

    private void Restart()
    {
        _log = new AlertLog(_lab.Data, NullLogger<AlertLog>.Instance);
        _watch = Watch(_lab, _log);
    }

    private void Set(Func<LabSettings, LabSettings> change) => _lab.Settings.Save(change(_lab.Settings.Current));

    private void Look(DateTimeOffset? now = null)
    {
        _lab.CatchUp();
        _lab.States.Look(now ?? Now);
        _watch.Look(now ?? Now);
    }

    private RunDirectory Live(params RunEvent[] events)
    {
        var run = _lab.Make();
        new LaunchRecord { Time = Day }.Write(run);
        _held.Add(RunLock.Take(run));
        TestLab.Write(run, [Started(), .. events]);
        return run;
    }

    private void End(RunDirectory run, RunEvent? last)
    {
        if (last is not null) TestLab.Write(run, last);
        foreach (var hold in _held) hold.Dispose();
        _held.Clear();
    }
}
