using TrmLab.Core.Runs;

namespace TrmLab.Core.Tests.Runs;

public sealed class RunLogTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Log => _directory["metrics.jsonl"];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Events_are_read_as_written_also_those_that_are_not_finite()
    {
        var values = new Dictionary<string, double> { ["train/lm_loss"] = double.NaN, ["train/lr"] = double.PositiveInfinity, ["x"] = 0.1 };
        using (var writer = RunLogWriter.Append(Log))
        {
            writer.Write(new MetricsLogged { Step = 3, Values = values, Time = 5 });
            writer.Write(new RunFailed { Reason = "line one\nline two", Step = 3 });
        }

        var events = RunLogReader.Read(Log).Select(e => e.Event).ToArray();
        var metrics = Assert.IsType<MetricsLogged>(events[0]);
        Assert.Equal(values, metrics.Values);
        Assert.Equal((3, 5), (metrics.Step, metrics.Time));
        Assert.Equal("line one\nline two", Assert.IsType<RunFailed>(events[1]).Reason);
        Assert.Equal(2, File.ReadAllLines(Log).Length);
    }

    [Fact]
    public void Behind_the_last_word_of_a_thread_that_ends_the_process_nothing_is_written()
    {
        using (var writer = RunLogWriter.Append(Log))
        {
            writer.Write(new MetricsLogged { Step = 1, Values = new Dictionary<string, double>() });
            writer.WriteLast(new RunFailed { Reason = "rank 1 died", Step = 1 });
            writer.Write(new MetricsLogged { Step = 2, Values = new Dictionary<string, double>() });
        }

        Assert.Equal("rank 1 died", Assert.IsType<RunFailed>(RunLogReader.Read(Log).Last().Event).Reason);
        // Whoever resumes the run opens the log anew.
        using (var next = RunLogWriter.Append(Log)) next.Write(new RunResumed { FromStep = 1 });
        Assert.IsType<RunResumed>(RunLogReader.Read(Log).Last().Event);
    }

    [Fact]
    public void Half_a_line_is_not_a_line_until_it_is_whole()
    {
        var whole = RunEventJson.Write(new Notice { Text = "a" });
        File.WriteAllBytes(Log, [.. whole, (byte)'\n', .. whole.AsSpan(0, 10)]);
        var first = Assert.Single(RunLogReader.Read(Log));
        Assert.Equal(whole.Length + 1, first.EndOffset);
        File.WriteAllBytes(Log, [.. whole, (byte)'\n', .. whole, (byte)'\n']);
        var second = Assert.Single(RunLogReader.Read(Log, first.EndOffset));
        Assert.Equal(new FileInfo(Log).Length, second.EndOffset);
        Assert.Empty(RunLogReader.Read(Log, second.EndOffset));
    }

    [Fact]
    public void Appending_cuts_off_the_half_line_of_a_crash()
    {
        var whole = RunEventJson.Write(new Notice { Text = "a" });
        File.WriteAllBytes(Log, [.. whole, (byte)'\n', .. whole.AsSpan(0, 10)]);
        using (var writer = RunLogWriter.Append(Log)) writer.Write(new Notice { Text = "b" });
        Assert.Equal(["a", "b"], RunLogReader.Read(Log).Select(e => ((Notice)e.Event!).Text));
    }

    [Fact]
    public void Every_cut_of_a_log_reads_as_a_prefix()
    {
        using (var writer = RunLogWriter.Append(Log))
        {
            for (var i = 0; i < 5; i++) writer.Write(new MetricsLogged { Step = i, Values = new Dictionary<string, double> { ["a"] = i } });
        }

        var bytes = File.ReadAllBytes(Log);
        var cut = _directory["cut.jsonl"];
        for (var length = 0; length <= bytes.Length; length++)
        {
            File.WriteAllBytes(cut, bytes[..length]);
            var steps = RunLogReader.Read(cut).Select(e => ((MetricsLogged)e.Event!).Step).ToArray();
            Assert.Equal(Enumerable.Range(0, steps.Length).Select(i => (long)i), steps);
            Assert.Equal(bytes[..length].Count(b => b == '\n'), steps.Length);
        }
    }

    [Fact]
    public void A_foreign_line_is_passed_over_with_its_place()
    {
        File.WriteAllText(Log, "not json\n{\"event\":\"from_the_future\"}\n" + System.Text.Encoding.UTF8.GetString(RunEventJson.Write(new Notice { Text = "a" })) + "\n");
        var read = RunLogReader.Read(Log).ToArray();
        Assert.Equal([true, true, false], read.Select(e => e.Event is null));
        Assert.Equal(new FileInfo(Log).Length, read[^1].EndOffset);
    }

    [Fact]
    public void A_line_longer_than_the_buffer_is_read_whole()
    {
        var text = new string('x', 300_000);
        using (var writer = RunLogWriter.Append(Log)) writer.Write(new Notice { Text = text });
        Assert.Equal(text, ((Notice)Assert.Single(RunLogReader.Read(Log)).Event!).Text);
    }

    [Fact]
    public void A_full_disk_is_an_error_of_the_write()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "needs /dev/full");
        using var writer = RunLogWriter.Append("/dev/full");
        var error = Assert.Throws<IOException>(() => writer.Write(new Notice { Text = "a" }));
        Assert.Contains("run log cannot be written", error.Message);
        Assert.Throws<IOException>(() => writer.Write(new Notice { Text = "b" }));
    }
}
