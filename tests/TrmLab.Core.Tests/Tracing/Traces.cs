using TrmLab.Core.Configuration;
using TrmLab.Core.Tracing;

namespace TrmLab.Core.Tests.Tracing;

/// <summary>Small traces made by hand.</summary>
internal static class Traces
{
    /// <summary>A trace whose records decode to the given answers; every other token is equally improbable.</summary>
    public static RecursionTrace Of(int vocabulary, byte[] inputs, byte[]? labels, params byte[][] answers)
    {
        var header = Header(inputs.Length, vocabulary, answers.Length);
        var cells = new CellRecords(inputs.Length, vocabulary, answers.Length, TokenLoss.SoftMax);
        foreach (var answer in answers)
            cells.Add(Logits(answer, vocabulary));
        return new RecursionTrace(header,
        [
            TraceSection.Of(TraceNames.Inputs, inputs, inputs.Length),
            TraceSection.Of(TraceNames.Labels, labels ?? [.. Enumerable.Repeat(RecursionTrace.NoLabel, inputs.Length)], inputs.Length),
            .. cells.Sections(),
            TraceSection.Of(TraceNames.HaltLogits, [.. Enumerable.Range(0, answers.Length).Select(i => i - 1.5f)], answers.Length),
            TraceSection.Of(TraceNames.Residuals, new float[answers.Length], answers.Length),
            TraceSection.Of(TraceNames.ContinueLogits, new float[answers.Length], answers.Length),
        ]);
    }

    public static TraceHeader Header(int cells, int vocabulary, int steps) => new()
    {
        Checkpoint = "/checkpoints/one",
        Step = 100,
        States = ["z_H", "z_L"],
        Cells = cells,
        Vocabulary = vocabulary,
        Cycles = 1,
        LatentSteps = 0,
        TrainedSteps = steps,
        Steps = steps,
        Slots = [0],
        Recorded = [0],
        Source = new TraceOrigin("samples/x", "test", 3, 0, 2.5),
    };

    private static float[] Logits(byte[] answer, int vocabulary)
    {
        var logits = new float[answer.Length * vocabulary];
        for (var cell = 0; cell < answer.Length; cell++)
            logits[(cell * vocabulary) + answer[cell]] = 3;
        return logits;
    }
}
