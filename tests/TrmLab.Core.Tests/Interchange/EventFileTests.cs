using TrmLab.Core.Interchange;
using TrmLab.Core.Interchange.TensorBoard;

namespace TrmLab.Core.Tests.Interchange;

public sealed class EventFileTests
{
    // What TensorFlow 2 wrote for tf.summary.scalar("accuracy", 0.99, step=77), as TensorBoard's own tests record it.
    private static readonly byte[] TensorFlowFile = Convert.FromHexString(
        "1800000000000000A37F4B22" + "0900008038" + "99D6D7411A0D627261696E2E4576656E743A32" + "124B36AB"
        + "3200000000000000" + "241956EC"
        + "09C405B73D99D6D741" + "104D2A25" + "0A230A086163637572616379" + "420A080112002204A4707D3F4A" + "0B0A090A077363616C617273"
        + "A55B6433");

    [Fact]
    public void A_file_of_TensorFlow_is_read()
    {
        var run = EventFileReader.Read(new MemoryStream(TensorFlowFile), "tf2");
        var series = Assert.Single(run.Series);
        Assert.Equal("accuracy", series.Name);
        Assert.Equal([77], series.Steps.ToArray());
        Assert.Equal(0.99f, series.Values[0]);
        Assert.InRange(series.Times[0], 1.59e9, 1.61e9);
        Assert.Empty(run.Notes);
    }

    [Fact]
    public void What_is_written_is_read_back_in_single_precision()
    {
        var series = InterchangeData.Series();
        InterchangeData.AssertEqual(series, EventFileReader.Read(Written(series), "own").Series, v => (float)v);
    }

    [Fact]
    public void The_first_record_is_the_file_version()
    {
        var bytes = Written(InterchangeData.Series(1)).ToArray();
        Assert.Equal(TensorFlowFile[..13], bytes[..13]);
        Assert.Equal("\u001a\rbrain.Event:2", System.Text.Encoding.ASCII.GetString(bytes, 21, 15));
    }

    [Fact]
    public void Truncation_keeps_the_whole_records_and_says_where()
    {
        var bytes = Written(InterchangeData.Series(20)).ToArray();
        var whole = EventFileReader.Read(new MemoryStream(bytes), "whole").Points;
        long last = 0;
        for (var length = 13; length < bytes.Length; length++)
        {
            try
            {
                var run = EventFileReader.Read(new MemoryStream(bytes, 0, length), "cut");
                Assert.InRange(run.Points, last, whole - 1);
                last = run.Points;
                Assert.True(run.Notes.Count <= 1 && run.Notes.All(n => n.Contains("cut off") && n.Contains("at byte")));
            }
            catch (InputException)
            {
                Assert.Fail($"{length} bytes were not read.");
            }
        }
    }

    [Fact]
    public void Damaged_data_costs_one_record_and_a_damaged_length_the_rest()
    {
        var bytes = Written(InterchangeData.Series(20)).ToArray();
        var whole = EventFileReader.Read(new MemoryStream(bytes), "whole").Points;
        var inData = (byte[])bytes.Clone();
        inData[40 + 12 + 3] ^= 1;
        var run = EventFileReader.Read(new MemoryStream(inData), "data");
        Assert.Equal(whole - 2, run.Points);
        Assert.Contains("at byte 40 ", Assert.Single(run.Notes));
        var inLength = (byte[])bytes.Clone();
        inLength[40] ^= 1;
        run = EventFileReader.Read(new MemoryStream(inLength), "length");
        Assert.Equal(0, run.Points);
        Assert.Contains("at byte 40 ", Assert.Single(run.Notes));
    }

    [Fact]
    public void Random_damage_is_found_by_the_checksums()
    {
        var bytes = Written(InterchangeData.Series(20)).ToArray();
        var whole = EventFileReader.Read(new MemoryStream(bytes), "whole").Series.ToDictionary(s => s.Name);
        Mutations.OnlyInputExceptions(bytes, 3000, damaged =>
        {
            foreach (var series in EventFileReader.Read(new MemoryStream(damaged), "damaged").Series)
            {
                // Whatever survives is what was written.
                for (var i = 0; i < series.Count; i++)
                {
                    var at = whole[series.Name].Steps.IndexOf(series.Steps[i]);
                    Assert.Equal(whole[series.Name].Values[at], series.Values[i]);
                }
            }
        });
    }

    [Fact]
    public void Messages_with_good_checksums_may_hold_anything()
    {
        var inner = TensorFlowFile[52..(52 + 50)];
        Mutations.OnlyInputExceptions(inner, 5000, damaged => EventFileReader.Read(Framed(damaged), "framed"));
    }

    [Fact]
    public void A_record_that_claims_to_be_huge_takes_no_memory()
    {
        foreach (var length in new ulong[] { 1UL << 20 << 1, 1UL << 40, ulong.MaxValue, ulong.MaxValue - 3, long.MaxValue })
        {
            var header = new byte[12];
            BitConverter.TryWriteBytes(header, length);
            BitConverter.TryWriteBytes(header.AsSpan(8), MaskedCrc.Of(header.AsSpan(0, 8)));
            byte[] bytes = [.. TensorFlowFile, .. header, 1, 2, 3];
            foreach (Stream stream in new Stream[] { new MemoryStream(bytes), new OneWayStream(bytes) })
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                var run = EventFileReader.Read(stream, "huge");
                Assert.Equal(1, run.Points);
                Assert.Contains(run.Notes, n => n.Contains("cut off"));
                Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
            }
        }
    }

    [Fact]
    public void Large_events_are_passed_over()
    {
        var large = Framed(new byte[3000]).ToArray();
        byte[] bytes = [.. TensorFlowFile[..40], .. large, .. TensorFlowFile[40..]];
        foreach (Stream stream in new Stream[] { new MemoryStream(bytes), new OneWayStream(bytes) })
        {
            var run = EventFileReader.Read(stream, "large", new ImportLimits { LargestEvent = 1000 });
            Assert.Equal(1, run.Points);
            Assert.Contains("larger than 1000", Assert.Single(run.Notes));
        }
    }

    [Fact]
    public void Foreign_files_and_missing_ones_are_refused()
    {
        Assert.Contains("not a TensorBoard event file", Assert.Throws<InputException>(() => EventFileReader.Read(InterchangeData.Text("hello, this is no event file"), "x")).Message);
        Assert.Throws<InputException>(() => EventFileReader.Read(new MemoryStream(), "empty"));
        Assert.Throws<InputException>(() => EventFileReader.Read("/no/such/file"));
        using var directory = new TemporaryDirectory();
        Assert.Contains("tfevents", Assert.Throws<InputException>(() => EventFileReader.Read(directory.Root)).Message);
    }

    [Fact]
    public void A_directory_is_read_in_order_and_a_restart_replaces_points()
    {
        using var directory = new TemporaryDirectory();
        var first = new MetricSeries("loss", [1, 2, 3], [1, 1, 1], [10, 20, 30]);
        var second = new MetricSeries("loss", [3, 4], [2, 2], [50, 60]);
        foreach (var (series, seconds) in new[] { (second, 2000), (first, 1000) })
        {
            using var stream = File.Create(directory[EventFileWriter.FileName(DateTimeOffset.FromUnixTimeSeconds(seconds), "run/1")]);
            EventFileWriter.Write(stream, [series]);
        }

        File.WriteAllBytes(directory["events.out.tfevents.3000.x"], []);
        var run = EventFileReader.Read(directory.Root);
        Assert.Equal([1, 1, 2, 2], Assert.Single(run.Series).Values.ToArray());
        Assert.Contains(run.Notes, n => n.Contains("1 points were replaced"));
        Assert.Contains(run.Notes, n => n.Contains("empty"));
    }

    [Fact]
    public void An_import_has_limits()
    {
        var stream = Written(InterchangeData.Series());
        Assert.Throws<InputException>(() => EventFileReader.Read(stream, "points", new ImportLimits { MostPoints = 10 }));
        stream.Position = 0;
        Assert.Throws<InputException>(() => EventFileReader.Read(stream, "metrics", new ImportLimits { MostMetrics = 2 }));
    }

    private static MemoryStream Written(IReadOnlyList<MetricSeries> series)
    {
        var stream = new MemoryStream();
        EventFileWriter.Write(stream, series);
        stream.Position = 0;
        return stream;
    }

    private static MemoryStream Framed(byte[] message)
    {
        var stream = new MemoryStream();
        byte[] length = BitConverter.GetBytes((ulong)message.Length);
        stream.Write(length);
        stream.Write(BitConverter.GetBytes(MaskedCrc.Of(length)));
        stream.Write(message);
        stream.Write(BitConverter.GetBytes(MaskedCrc.Of(message)));
        stream.Position = 0;
        return stream;
    }

    // A stream as it comes from a browser's upload: forwards only, a few bytes at a time.
    private sealed class OneWayStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 7)]);
    }
}
