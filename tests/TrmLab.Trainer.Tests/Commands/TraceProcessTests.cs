using System.Text.Json;
using TrmLab.Core.Puzzles;
using TrmLab.Core.Tracing;

namespace TrmLab.Trainer.Tests.Commands;

public sealed class TraceProcessTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_puzzle_of_a_data_set_is_traced_into_a_file()
    {
        var report = await Trace("--data", "samples/sudoku-4x4", "--index", "2", "--out", _directory["a.trace"]);
        var trace = TraceFile.Read(File.ReadAllBytes(_directory["a.trace"]), "a.trace");
        Assert.Equal((3, 2), (trace.Header.Steps, trace.Header.Source.Index));
        using var data = PuzzleDataset.Open(trace.Header.Source.Data!, "test");
        var (inputs, labels) = (new int[16], new int[16]);
        data.Sets[0].CopyExample(2, inputs, labels);
        Assert.Equal(inputs.Select(token => (byte)token), trace.Inputs.ToArray());
        Assert.Equal(labels.Select(token => (byte)token), trace.Labels.ToArray());

        var answer = trace.Decoded(trace.Header.Records - 1);
        Assert.Equal(answer.Select(token => (int)token), report.GetProperty("answer").EnumerateArray().Select(token => token.GetInt32()));
        Assert.Equal(answer.AsSpan().SequenceEqual(trace.Labels), report.GetProperty("exact").GetBoolean());
        Assert.Equal(trace.StepHaltLogit(2), report.GetProperty("halt_logit").GetSingle());
        Assert.Equal(new FileInfo(_directory["a.trace"]).Length, report.GetProperty("bytes").GetInt64());
    }

    [Fact]
    public async Task A_typed_puzzle_is_traced_into_JSON()
    {
        var report = await Trace("--puzzle", "1.3..4.22..3.3.1", "--out", _directory["a.json"]);
        Assert.Equal(16, report.GetProperty("answer").GetArrayLength());
        using var trace = JsonDocument.Parse(File.ReadAllBytes(_directory["a.json"]));
        Assert.Equal(JsonValueKind.Object, trace.RootElement.ValueKind);
    }

    private static async Task<JsonElement> Trace(params string[] options)
    {
        var (code, output, error) = await TrainerProcess.Run(["trace", "--checkpoint", "samples/checkpoints/sudoku-4x4", "--steps", "3", "--device", "cpu", "--json", .. options]);
        Assert.True(code == 0, error);
        return JsonDocument.Parse(output).RootElement;
    }
}
