using System.Text;
using System.Text.Json;
using TrmLab.Core.Tracing;

namespace TrmLab.Core.Tests.Tracing;

public class TraceFileTests
{
    private static readonly RecursionTrace Small = Traces.Of(6, [1, 2, 3, 1], [4, 2, 3, RecursionTrace.NoLabel], [1, 2, 3, 5], [4, 2, 3, 5]);

    [Fact]
    public void AFileIsReadBackAsItWas()
    {
        var read = TraceFile.Read(TraceFile.ToBytes(Small), "it");

        Assert.Equal(TraceFile.ToBytes(Small), TraceFile.ToBytes(read));
        Assert.Equal([4, 2, 3, 5], read.Decoded(1));
        Assert.Equal([4, 2, 3, 255], read.Labels.ToArray());
        Assert.Equal(-1.5f, read.StepHaltLogit(0));
        Assert.Equal("samples/x", read.Header.Source.Data);
        Assert.Equal(Small.Probabilities(0), read.Probabilities(0));
    }

    [Fact]
    public void ALargeVocabularyIsNotPacked()
    {
        var trace = TraceFile.Read(TraceFile.ToBytes(Traces.Of(200, [7, 199], null, [150, 3])), "it");
        Assert.Null(trace.Find(TraceNames.Pairs));
        Assert.Equal([150, 3], trace.Decoded(0));
    }

    [Fact]
    public void SectionsStartAtMultiplesOfFourBytesSoThatABrowserCanMapThem()
    {
        var bytes = TraceFile.ToBytes(Traces.Of(6, [1, 2, 3], null, [1, 2, 3]));
        var header = BitConverter.ToUInt32(bytes, 12);
        Assert.Equal(0u, (16 + header) % 4);
        Assert.Equal(0, bytes.Length % 4);
        using var json = JsonDocument.Parse(bytes.AsMemory(16, (int)header));
        Assert.Equal(3, json.RootElement.GetProperty("cells").GetInt32());
        Assert.Equal("u8", json.RootElement.GetProperty("sections")[0].GetProperty("type").GetString());
    }

    [Fact]
    public void EveryCutIsRefusedWithAMessage()
    {
        var bytes = TraceFile.ToBytes(Small);
        for (var length = 0; length < bytes.Length - 3; length++)
            Assert.Throws<InputException>(() => TraceFile.Read(bytes.AsSpan(0, length), "it"));
    }

    [Fact]
    public void NoFlippedByteOfTheHeaderBreaksTheReader()
    {
        var bytes = TraceFile.ToBytes(Small);
        var end = 16 + (int)BitConverter.ToUInt32(bytes, 12);
        for (var place = 0; place < end; place++)
        {
            byte[] damaged = [.. bytes];
            damaged[place] ^= 0x15;
            try
            {
                TraceFile.Read(damaged, "it");
            }
            catch (InputException e)
            {
                Assert.StartsWith("it: ", e.Message);
            }
        }
    }

    [Fact]
    public void AnotherFormatAndAnotherFileAreNamed()
    {
        var bytes = TraceFile.ToBytes(Small);
        bytes[8] = 9;
        Assert.Contains("format 9", Assert.Throws<InputException>(() => TraceFile.Read(bytes, "it")).Message);
        Assert.Contains("not a trace", Assert.Throws<InputException>(() => TraceFile.Read(new byte[100], "it")).Message);
    }

    [Fact]
    public void JsonHasTheSameNumbersInPlainUnits()
    {
        using var stream = new MemoryStream();
        TraceJson.Write(stream, Small);
        using var json = JsonDocument.Parse(Encoding.UTF8.GetString(stream.ToArray()));

        var records = json.RootElement.GetProperty("records");
        Assert.Equal(2, records.GetArrayLength());
        Assert.Equal([4, 2, 3, 5], records[1].GetProperty("decoded").EnumerateArray().Select(n => n.GetInt32()));
        Assert.Equal(-100, json.RootElement.GetProperty("labels")[3].GetInt32());
        var probability = records[0].GetProperty("probability")[0].GetDouble();
        Assert.Equal(Math.Exp(3) / (Math.Exp(3) + 5), probability, 0.003);
        Assert.Equal(-0.5, json.RootElement.GetProperty("updates")[1].GetProperty("haltLogit").GetDouble());
    }

    [Fact]
    public void JsonOfTwoTracesIsTheFirstWithTheSecondInIt()
    {
        using var stream = new MemoryStream();
        TraceJson.Write(stream, Small, Traces.Of(6, [1, 2, 3, 1], null, [5, 5, 5, 5]));
        using var json = JsonDocument.Parse(Encoding.UTF8.GetString(stream.ToArray()));

        Assert.Equal(2, json.RootElement.GetProperty("records").GetArrayLength());
        var compared = json.RootElement.GetProperty("compared");
        Assert.Equal(1, compared.GetProperty("records").GetArrayLength());
        Assert.Equal(1, compared.GetProperty("header").GetProperty("steps").GetInt32());
    }
}
