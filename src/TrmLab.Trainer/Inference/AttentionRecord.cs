using TrmLab.Core.Tracing;
using TrmLab.Trainer.Model;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Inference;

/// <summary>Attention of the network calls of one supervision step, averaged over heads, as bytes.</summary>
/// <param name="length">Positions L.</param>
/// <param name="row">Row of the batch.</param>
internal sealed class AttentionRecord(int length, int row)
{
    private readonly List<byte[]> _weights = [];
    private readonly List<float[]> _maxima = [];
    private int _layers;
    private int _calls;

    /// <summary>Adds a layer of the running network call.</summary>
    public void Add(Tensor query, Tensor key)
    {
        using var scope = NewDisposeScope();
        var (q, k) = (query.select(0, row).to(ScalarType.Float32), key.select(0, row).to(ScalarType.Float32));
        var weights = q.bmm(k.transpose(1, 2)).Over(Math.Sqrt(q.shape[2])).softmax(-1).mean([0L]);
        var maxima = weights.amax([1L], keepdim: true);
        _maxima.Add(maxima.flatten().cpu().contiguous().data<float>().ToArray());
        _weights.Add(weights.div(maxima).Times(255).round().to(ScalarType.Byte).cpu().contiguous().data<byte>().ToArray());
        _layers++;
    }

    /// <summary>The network call is over.</summary>
    /// <param name="keep">False forgets it.</param>
    public void EndCall(bool keep)
    {
        if (keep)
        {
            _calls++;
        }
        else
        {
            _weights.RemoveRange(_weights.Count - _layers, _layers);
            _maxima.RemoveRange(_maxima.Count - _layers, _layers);
        }

        _layers = 0;
    }

    /// <summary>The sections; none for a network without attention.</summary>
    public IEnumerable<TraceSection> Sections()
    {
        if (_weights.Count == 0)
            yield break;
        var layers = _weights.Count / _calls;
        yield return TraceSection.Of(TraceNames.Attention, [.. _weights.SelectMany(bytes => bytes)], _calls, layers, length, length);
        yield return TraceSection.Of(TraceNames.AttentionMaximum, [.. _maxima.SelectMany(values => values)], _calls, layers, length);
    }
}
