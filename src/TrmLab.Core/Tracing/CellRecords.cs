using TrmLab.Core.Configuration;

namespace TrmLab.Core.Tracing;

/// <summary>Collects the cells of a trace from logits, record by record, in the form that stands in the file.</summary>
/// <param name="cells">S.</param>
/// <param name="vocabulary">V.</param>
/// <param name="records">R.</param>
/// <param name="loss">How logits become probabilities.</param>
public sealed class CellRecords(int cells, int vocabulary, int records, TokenLoss loss)
{
    private readonly byte[] _first = new byte[records * cells];
    private readonly byte[] _second = new byte[records * cells];
    private readonly byte[] _probability = new byte[records * cells];
    private readonly byte[] _runnerUpProbability = new byte[records * cells];
    private readonly byte[] _entropy = new byte[records * cells];
    private int _next;

    /// <summary>Adds the next record.</summary>
    /// <param name="logits">[S, V].</param>
    /// <param name="distribution">Receives all probabilities [S, V] as bytes; may be empty.</param>
    public void Add(ReadOnlySpan<float> logits, Span<byte> distribution = default)
    {
        Span<double> p = stackalloc double[vocabulary];
        for (var cell = 0; cell < cells; cell++, _next++)
        {
            var values = logits.Slice(cell * vocabulary, vocabulary);
            TokenProbabilities.Of(loss, values, p);
            var (first, second) = TokenProbabilities.TopTwo(values);
            (_first[_next], _second[_next]) = ((byte)first, (byte)second);
            _probability[_next] = TraceNumbers.FromProbability(p[first]);
            _runnerUpProbability[_next] = TraceNumbers.FromProbability(second == first ? 0 : p[second]);
            _entropy[_next] = TraceNumbers.FromEntropy(TokenProbabilities.Entropy(p), vocabulary);
            for (var token = 0; token < vocabulary && !distribution.IsEmpty; token++)
                distribution[(cell * vocabulary) + token] = TraceNumbers.FromProbability(p[token]);
        }
    }

    /// <summary>The sections.</summary>
    public IEnumerable<TraceSection> Sections()
    {
        if (vocabulary <= TraceNumbers.PackedVocabulary)
        {
            yield return TraceSection.Of(TraceNames.Pairs, [.. _first.Zip(_second, (first, second) => (byte)(first | (second << 4)))], records, cells);
        }
        else
        {
            yield return TraceSection.Of(TraceNames.Decoded, _first, records, cells);
            yield return TraceSection.Of(TraceNames.RunnerUp, _second, records, cells);
        }

        yield return TraceSection.Of(TraceNames.Probability, _probability, records, cells);
        yield return TraceSection.Of(TraceNames.RunnerUpProbability, _runnerUpProbability, records, cells);
        yield return TraceSection.Of(TraceNames.Entropy, _entropy, records, cells);
    }
}
