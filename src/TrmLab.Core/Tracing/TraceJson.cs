using System.Text.Json;

namespace TrmLab.Core.Tracing;

/// <summary>A trace as JSON for other programs: the header, and every number in plain units (probabilities from 0 to 1, entropy in nats).</summary>
public static class TraceJson
{
    /// <summary>Writes the trace as one JSON object.</summary>
    /// <param name="compared">A second trace, as the last member <c>compared</c>: who reads one trace reads the first as ever.</param>
    public static void Write(Stream stream, RecursionTrace trace, RecursionTrace? compared = null)
    {
        using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = TraceFile.Json.Encoder });
        writer.WriteStartObject();
        Members(writer, trace);
        if (compared is not null)
        {
            writer.WriteStartObject("compared");
            Members(writer, compared);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void Members(Utf8JsonWriter writer, RecursionTrace trace)
    {
        var header = trace.Header;
        writer.WritePropertyName("header");
        JsonSerializer.Serialize(writer, header with { Sections = [] }, TraceFile.Json);
        Numbers(writer, "inputs", trace.Inputs);
        writer.WriteStartArray("labels");
        foreach (var label in trace.Labels)
            writer.WriteNumberValue(label == RecursionTrace.NoLabel ? -100 : label);
        writer.WriteEndArray();

        writer.WriteStartArray("records");
        for (var record = 0; record < header.Records; record++)
            Record(writer, trace, record);
        writer.WriteEndArray();
        writer.WriteStartArray("updates");
        for (var update = 0; update < header.Updates; update++)
            Update(writer, trace, update);
        writer.WriteEndArray();
        Numbers(writer, "continueLogits", trace.ContinueLogits);
        Population(writer, "answerPopulation", trace.Find(TraceNames.AnswerPopulation), header.Projection?.AnswerScale ?? 0);
        Population(writer, "latentPopulation", trace.Find(TraceNames.LatentPopulation), header.Projection?.LatentScale ?? 0);
        if (trace.Find(TraceNames.PopulationResiduals) is { } residuals)
        {
            Numbers(writer, "populationResiduals", residuals.Singles);
            Numbers(writer, "populationSolved", trace.Section(TraceNames.PopulationSolved).Data);
        }

        Rollouts(writer, trace);
    }

    private static void Record(Utf8JsonWriter writer, RecursionTrace trace, int record)
    {
        writer.WriteStartObject();
        writer.WriteNumber("update", trace.Header.UpdateOf(record));
        Numbers(writer, "decoded", trace.Decoded(record));
        Numbers(writer, "probability", trace.Probabilities(record));
        Numbers(writer, "runnerUp", trace.RunnersUp(record));
        Numbers(writer, "runnerUpProbability", trace.RunnerUpProbabilities(record));
        Numbers(writer, "entropy", trace.Entropies(record));
        writer.WriteEndObject();
    }

    private static void Update(Utf8JsonWriter writer, RecursionTrace trace, int update)
    {
        var slot = trace.Header.Slots[update % trace.Header.UpdatesPerStep];
        writer.WriteStartObject();
        writer.WriteNumber("step", (update / trace.Header.UpdatesPerStep) + 1);
        writer.WriteString("tensor", trace.Header.States[slot]);
        Number(writer, "haltLogit", trace.HaltLogits[update]);
        Number(writer, "residual", trace.Residuals[update]);
        if (trace.Coordinates(update) is var (x, y))
            Numbers(writer, "projected", [(float)x, (float)y]);
        writer.WriteEndObject();
    }

    private static void Population(Utf8JsonWriter writer, string name, TraceSection? points, double scale)
    {
        if (points is null)
            return;
        writer.WriteStartArray(name);
        for (var i = 0; i < points.Shape[0]; i++)
            writer.WriteRawValue(JsonSerializer.Serialize<double[]>([Rounded(points.Int16s[2 * i] * scale), Rounded(points.Int16s[(2 * i) + 1] * scale)]));
        writer.WriteEndArray();
    }

    private static void Rollouts(Utf8JsonWriter writer, RecursionTrace trace)
    {
        if (trace.Find(TraceNames.RolloutAnswers) is not { } answers)
            return;
        var halting = trace.Section(TraceNames.RolloutHaltLogits).Singles;
        var (steps, cells) = (answers.Shape[1], answers.Shape[2]);
        writer.WriteStartArray("rollouts");
        for (var rollout = 0; rollout < answers.Shape[0]; rollout++)
        {
            writer.WriteStartObject();
            Numbers(writer, "haltLogits", halting.Slice(rollout * steps, steps));
            writer.WriteStartArray("answers");
            for (var step = 0; step < steps; step++)
                Numbers(writer, null, answers.Data.AsSpan(((rollout * steps) + step) * cells, cells));
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Numbers(Utf8JsonWriter writer, string? name, ReadOnlySpan<byte> values)
    {
        Start(writer, name);
        foreach (var value in values)
            writer.WriteNumberValue(value);
        writer.WriteEndArray();
    }

    private static void Numbers(Utf8JsonWriter writer, string name, ReadOnlySpan<float> values)
    {
        Start(writer, name);
        foreach (var value in values)
        {
            if (float.IsFinite(value))
                writer.WriteNumberValue(Rounded(value));
            else
                writer.WriteNullValue();
        }

        writer.WriteEndArray();
    }

    private static void Number(Utf8JsonWriter writer, string name, float value)
    {
        if (float.IsFinite(value))
            writer.WriteNumber(name, value);
        else
            writer.WriteNull(name);
    }

    private static void Start(Utf8JsonWriter writer, string? name)
    {
        if (name is null)
            writer.WriteStartArray();
        else
            writer.WriteStartArray(name);
    }

    // A byte holds two and a half digits; more would only be noise in the file.
    private static double Rounded(double value) => Math.Round(value, 4);
}
