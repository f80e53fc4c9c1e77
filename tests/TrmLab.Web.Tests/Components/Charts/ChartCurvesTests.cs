using System.Data.Common;
using System.Runtime.InteropServices;
using Microsoft.EntityFrameworkCore;
using TrmLab.Core.Runs;
using TrmLab.Web.Components.Charts;
using TrmLab.Web.Tests.Support;
using static TrmLab.Web.Tests.Support.Events;

namespace TrmLab.Web.Tests.Components.Charts;

public sealed class ChartCurvesTests : IDisposable
{
    private static readonly ChartView Plain = ChartView.Parse(null, null, null);

    private readonly TestLab _lab = new();
    private readonly RunDirectory _run;
    private readonly ChartCurves _curves;

    public ChartCurvesTests()
    {
        _run = _lab.Make(config: TestLab.Config() with { BatchSize = 64 });
        _curves = new ChartCurves(_lab.Index, ChartPlan.OfRun("run-1"), Plain);
    }

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void Training_raw_and_averaged_weights_share_a_chart()
    {
        Log([Metrics(1, ("train/exact_accuracy", 0)), Evaluated(1, "raw", 0), Evaluated(1, "ema", 0)]);
        _curves.Read(Plain);
        var chart = _curves.Charts.Single(c => c.Key == "exact_accuracy");
        Assert.Equal([TraceRole.Train, TraceRole.Raw, TraceRole.Ema], chart.Traces.Select(t => t.Role));
        Assert.Equal(["train", "test raw", "test EMA"], chart.Traces.Select(t => t.Label));
    }

    [Fact]
    public void Charts_of_the_machine_say_their_unit_in_the_title() => Assert.Equal(
        ["Speed, steps/s", "Memory, MB", "Processor, %", "GPU memory, MB"],
        ChartCatalog.For("run-1", ["perf/gpu_memory_mb", "perf/cpu_percent", "perf/memory_mb"], system: true).Select(c => c.Title));

    [Fact]
    public void An_index_that_is_being_replaced_fails_for_many_runs_as_for_one()
    {
        var curves = new ChartCurves(_lab.Index, ChartPlan.Of([ChartCatalog.Across("train/lm_loss", [("run-1", "one"), ("run-2", "two")])]), Plain);
        using (var db = _lab.Index.Open()) db.Database.ExecuteSqlRaw("DROP TABLE runs");
        Assert.ThrowsAny<DbException>(() => curves.Read(Plain));
    }

    [Fact]
    public void A_metric_nobody_foresaw_has_a_chart_of_its_own()
    {
        Log([Metrics(1, ("train/surprise", 1), ("train/count", 5))]);
        _curves.Read(Plain);
        Assert.Contains(_curves.Charts, c => c.Key == "surprise");
        Assert.DoesNotContain(_curves.Charts, c => c.Key == "count");
    }

    [Fact]
    public void The_first_frame_holds_everything_and_the_next_only_what_is_new()
    {
        Log([Started(), .. Steps(1, 10)]);
        _curves.Read(Plain);
        var first = _curves.Next(Plain);
        Assert.Equal([0, 0], first.Patches.Select(p => p.Keep));
        Assert.All(first.Patches, p => Assert.Equal(10, p.Count));
        Assert.Equal("10 points, all drawn, 0 missing", first.Badges["chart-lm_loss"]);
        Assert.True(_curves.Next(Plain).IsEmpty);

        Log([Metrics(11)]);
        _curves.Read(Plain);
        var patch = _curves.Next(Plain).Patches.Single(p => p.Id == "chart-lm_loss");
        Assert.Equal((9, 2), (patch.Keep, patch.Count));
    }

    [Fact]
    public void After_a_resume_the_frames_are_drawn_anew_without_what_is_void()
    {
        Log([Started(), .. Steps(1, 10)]);
        _curves.Read(Plain);
        _curves.Next(Plain);
        Log([Started(100), Resumed(4, 100)]);
        Assert.True(_curves.Read(Plain));
        Assert.All(_curves.Next(Plain).Patches, p => Assert.Equal((0, 4), (p.Keep, p.Count)));
        Assert.Contains(_curves.NextMarkers(Plain, false)!, m => m is { Kind: "seam", X: 4 });
    }

    [Theory]
    [InlineData("examples", 640)]
    [InlineData("relative", 10 / 60.0)]
    public void The_axis_can_be_examples_or_time_trained(string axis, double expected)
    {
        Log([Started(), .. Steps(1, 10)]);
        _curves.Read(Plain);
        var frame = _curves.Next(ChartView.Parse(axis, null, null));
        Assert.Equal(expected, MemoryMarshal.Cast<byte, double>(frame.Bytes)[9], 9);
    }

    [Fact]
    public void Events_and_values_that_are_no_numbers_are_marked()
    {
        Log([Metrics(1, ("train/lm_loss", double.NaN)), Evaluated(2, "ema", 0.5), Saved(2, "best_ema")]);
        _curves.Read(Plain);
        var markers = _curves.NextMarkers(Plain, false)!;
        Assert.Contains(markers, m => m is { Kind: "nonfinite", Id: "chart-lm_loss", X: 1 } && m.Text.Contains("NaN"));
        Assert.Contains(markers, m => m is { Kind: "evaluation", X: 2 });
        Assert.Contains(markers, m => m is { Kind: "checkpoint", X: 2 } && m.Text.Contains("best_ema"));
        Assert.Null(_curves.NextMarkers(Plain, false));
    }

    [Fact]
    public void A_zoom_shows_every_point_of_its_stretch_and_goes_on_with_new_ones()
    {
        Log(Steps(1, 4000));
        _curves.Read(Plain);
        Assert.Contains("min/max of", _curves.Next(Plain).Badges["chart-lm_loss"]);

        _curves.Zoom("chart-lm_loss", (3900, 4000), Plain);
        var patch = Assert.Single(_curves.Next(Plain).Patches);
        Assert.Equal((0, 151), (patch.Keep, patch.Count));

        Log([Metrics(4001)]);
        _curves.Read(Plain);
        var next = _curves.Next(Plain).Patches.Single(p => p.Id == "chart-lm_loss");
        Assert.Equal((150, 2), (next.Keep, next.Count));

        _curves.Zoom("chart-lm_loss", null, Plain);
        Assert.Contains("4,001 points, min/max of", _curves.Next(Plain).Badges["chart-lm_loss"]);
    }

    [Fact]
    public void Several_runs_share_a_chart_and_each_goes_on_by_itself()
    {
        var other = _lab.Make("run-2");
        TestLab.Write(other, Steps(1, 5));
        Log([.. Steps(1, 10)]);
        var curves = new ChartCurves(_lab.Index, ChartPlan.Of([ChartCatalog.Across("train/lm_loss", [("run-1", "one"), ("run-2", "two")])]), Plain);
        Assert.False(curves.Read(Plain));
        Assert.Equal([10, 5], curves.Next(Plain).Patches.Select(p => p.Count));

        TestLab.Write(other, [Metrics(6)]);
        _lab.CatchUp();
        curves.Read(Plain);
        var patch = Assert.Single(curves.Next(Plain).Patches);
        Assert.Equal(("chart-train-lm_loss", 1, 4, 2), (patch.Id, patch.Trace, patch.Keep, patch.Count));

        TestLab.Write(other, [Resumed(3, 100)]);
        _lab.CatchUp();
        Assert.True(curves.Read(Plain));
        Assert.Contains(curves.NextMarkers(Plain, false)!, m => m is { Kind: "seam", X: 3 } && m.Text.StartsWith("two, ", StringComparison.Ordinal));
    }

    [Fact]
    public void Another_smoothing_begins_again_from_every_point()
    {
        Log(Steps(1, 10));
        _curves.Read(Plain);
        _curves.Next(Plain);
        var smooth = ChartView.Parse(null, null, "0.9");
        _curves.Read(smooth);
        Assert.Contains(_curves.Next(smooth).Patches, p => p is { Id: "chart-lm_loss", Trace: 1, Count: 10 });
    }

    [Fact]
    public void Clipping_counts_every_point_outside_also_those_that_are_not_drawn()
    {
        Log([.. Enumerable.Range(1, 4000).Select(s => (RunEvent)Metrics(s, ("train/lm_loss", s % 100 == 0 ? 1000 + s : s % 7)))]);
        var clip = ChartView.Parse(null, null, null, "1");
        _curves.Read(clip);
        var frame = _curves.Next(clip);
        Assert.Contains("40 of 4,000 points outside", frame.Badges["chart-lm_loss"]);
        Assert.InRange(frame.Ranges["chart-lm_loss"][1], 6, 10);

        Log([Metrics(4001, ("train/lm_loss", 1e9))]);
        _curves.Read(clip);
        Assert.Contains("41 of 4,001 points outside", _curves.Next(clip).Badges["chart-lm_loss"]);
        _curves.Read(Plain);
        Assert.Empty(_curves.Next(Plain).Ranges);
    }

    [Fact]
    public void A_long_run_is_read_in_parts_that_leave_the_set_of_charts_alone()
    {
        Log([.. Enumerable.Range(1, 60_000).Select(s => (RunEvent)Metrics(s, ("train/lm_loss", s), ("train/accuracy", s), ("train/lr", s)))]);
        _curves.ReadCharts();
        Assert.False(_curves.Read(Plain));
        Assert.True(_curves.HasMore);
        var first = _curves.Next(Plain).Patches.Select(p => p.Id).ToArray();
        Assert.False(_curves.Read(Plain));
        Assert.False(_curves.HasMore);
        var second = _curves.Next(Plain).Patches.Select(p => p.Id).ToArray();
        Assert.Equal((2, 1), (first.Length, second.Length));
        Assert.Empty(first.Intersect(second));
    }

    private void Log(RunEvent[] events)
    {
        TestLab.Write(_run, events);
        _lab.CatchUp();
    }
}
