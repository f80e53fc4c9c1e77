using TrmLab.Core.Runs;
using TrmLab.Trainer.Losses;
using TrmLab.Trainer.Training;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Tests.Training;

public sealed class MetricsRecorderTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_loss_that_is_no_number_is_warned_of_once(bool deferred)
    {
        var log = new ListLog();
        using var recorder = new MetricsRecorder(log, batchSize: 4, interval: 1, deferred);
        for (var step = 1; step <= 4; step++) Add(recorder, step, step == 1 ? 2 : double.NaN);
        recorder.Flush();

        Assert.Equal([typeof(MetricsLogged), typeof(MetricsLogged), typeof(Notice), typeof(MetricsLogged), typeof(MetricsLogged)], log.Events.Select(e => e.GetType()));
        Assert.Equal([0.5, double.NaN, double.NaN, double.NaN], log.Events.OfType<MetricsLogged>().Select(e => e.Values["train/lm_loss"]));
        var notice = log.Events.OfType<Notice>().Single();
        Assert.Equal("warning", notice.Level);
        Assert.StartsWith("the loss is NaN at step 2: ", notice.Text);
    }

    [Fact]
    public void A_deferred_line_is_written_with_the_next_step_or_when_it_is_asked_for()
    {
        var log = new ListLog();
        using var recorder = new MetricsRecorder(log, batchSize: 4, interval: 3, deferred: true);
        for (var step = 1; step <= 6; step++)
        {
            Add(recorder, step, step);
            // Steps 1, 3 and 6 get a line, each one step later.
            Assert.Equal(step switch { 1 => 0, < 4 => 1, _ => 2 }, log.Events.Count);
        }

        recorder.SkipTime(() => Assert.Equal(3, log.Events.Count));
        Assert.Equal([(1L, 0.25), (3, 0.75), (6, 1.5)], log.Events.OfType<MetricsLogged>().Select(e => (e.Step, e.Values["train/lm_loss"])));
    }

    // As the training step does: what it measured is gone when the line is written.
    private static void Add(MetricsRecorder recorder, long step, double loss)
    {
        using var sums = new MetricSums(tensor(new[] { 1, 1, 0, 1, 3, loss, 0.5, 0 }), hasContinueLoss: false);
        using var norm = tensor(1.5f);
        recorder.Add(step, sums, 1e-3, norm);
    }

    private sealed class ListLog : IRunLog
    {
        public List<RunEvent> Events { get; } = [];

        public void Write(RunEvent e) => Events.Add(e);
    }
}
