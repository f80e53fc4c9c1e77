namespace TrmLab.Core.Tracing;

/// <summary>
/// One puzzle's way through the network: what every network update decodes to, how sure it is, how far the state moved. Latents are not in
/// it, only their projection.
/// </summary>
public sealed class RecursionTrace
{
    /// <summary>Label byte of a cell without a label.</summary>
    public const byte NoLabel = 255;

    private readonly Dictionary<string, TraceSection> _sections;

    /// <param name="header">Its list of sections is taken from <paramref name="sections"/>.</param>
    public RecursionTrace(TraceHeader header, IReadOnlyList<TraceSection> sections)
    {
        Header = header with { Sections = sections };
        _sections = sections.ToDictionary(section => section.Name, StringComparer.Ordinal);
    }

    public TraceHeader Header { get; }

    /// <summary>A section by its name in <see cref="TraceNames"/>; null if the trace does not have it.</summary>
    public TraceSection? Find(string name) => _sections.GetValueOrDefault(name);

    /// <summary>A section that every trace has.</summary>
    public TraceSection Section(string name) => Find(name) ?? throw new InputException($"The trace has no section '{name}'; trace the puzzle again.");

    /// <summary>The question's tokens, [S].</summary>
    public ReadOnlySpan<byte> Inputs => Section(TraceNames.Inputs).Data;

    /// <summary>The labels, [S], <see cref="NoLabel"/> where nothing is asked.</summary>
    public ReadOnlySpan<byte> Labels => Section(TraceNames.Labels).Data;

    /// <summary>The most probable token of every cell at a record, [S].</summary>
    public byte[] Decoded(int record) => Tokens(record, second: false);

    /// <summary>The second most probable token of every cell at a record, [S].</summary>
    public byte[] RunnersUp(int record) => Tokens(record, second: true);

    /// <summary>Probability of the most probable token, [S].</summary>
    public float[] Probabilities(int record) => Array.ConvertAll(Row(TraceNames.Probability, record).ToArray(), TraceNumbers.Probability);

    /// <summary>Probability of the second most probable token, [S].</summary>
    public float[] RunnerUpProbabilities(int record) => Array.ConvertAll(Row(TraceNames.RunnerUpProbability, record).ToArray(), TraceNumbers.Probability);

    /// <summary>Entropy in nats, [S].</summary>
    public float[] Entropies(int record) =>
        Array.ConvertAll(Row(TraceNames.Entropy, record).ToArray(), value => TraceNumbers.Entropy(value, Header.Vocabulary));

    /// <summary>Halting logit read from the tensor of every update; what training reads is that of a step's last update.</summary>
    public ReadOnlySpan<float> HaltLogits => Section(TraceNames.HaltLogits).Singles;

    /// <summary>Continue logit at the end of every supervision step.</summary>
    public ReadOnlySpan<float> ContinueLogits => Section(TraceNames.ContinueLogits).Singles;

    /// <summary>How far each update moved its tensor: root mean square of the difference over its L x D values.</summary>
    public ReadOnlySpan<float> Residuals => Section(TraceNames.Residuals).Singles;

    /// <summary>Halting logit at the end of a supervision step (from 0).</summary>
    public float StepHaltLogit(int step) => HaltLogits[(step * Header.UpdatesPerStep) + Header.UpdatesPerStep - 1];

    /// <summary>Coordinates of the tensor of an update on the plane of its kind.</summary>
    public (double X, double Y)? Coordinates(int update)
    {
        if (Find(TraceNames.Projected) is not { } section || Header.Projection is not { } plane)
            return null;
        var scale = Header.Slots[update % Header.UpdatesPerStep] == 0 ? plane.AnswerScale : plane.LatentScale;
        return (section.Int16s[2 * update] * scale, section.Int16s[(2 * update) + 1] * scale);
    }

    private byte[] Tokens(int record, bool second)
    {
        if (Header.Vocabulary > TraceNumbers.PackedVocabulary)
            return Row(second ? TraceNames.RunnerUp : TraceNames.Decoded, record).ToArray();
        return Array.ConvertAll(Row(TraceNames.Pairs, record).ToArray(), pair => (byte)(second ? pair >> 4 : pair & 15));
    }

    private ReadOnlySpan<byte> Row(string name, int record) => Section(name).Data.AsSpan(record * Header.Cells, Header.Cells);
}
