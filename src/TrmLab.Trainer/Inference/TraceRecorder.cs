using TrmLab.Core.Tracing;
using TrmLab.Trainer.Model;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Inference;

/// <summary>
/// Watches one row of the batch: reads the heads off every tensor that a network call replaces, measures how far it moved and projects it.
/// Numbers are moved off the device once per supervision step.
/// </summary>
internal sealed class TraceRecorder : IRecursionObserver, IDisposable
{
    private readonly TinyRecursiveModel _model;
    private readonly TraceHeader _header;
    private readonly StatePlanes? _planes;
    private readonly int _row;
    private readonly HashSet<int> _recorded;
    private readonly CellRecords _cells;
    private readonly byte[]? _distribution;
    private readonly float[] _haltLogits;
    private readonly float[] _residuals;
    private readonly short[] _projected;
    private readonly AttentionRecord? _attention;
    private readonly List<Tensor> _logits = [];
    private readonly List<Tensor> _scalars = [];
    private readonly List<Tensor> _coordinates = [];
    private Tensor[] _previous = [];
    private int _step;

    /// <param name="header">Sizes of the trace.</param>
    /// <param name="planes">Null records no projection.</param>
    /// <param name="row">Row of the batch that is traced.</param>
    /// <param name="distributions">Whether all probabilities are kept at the end of each step.</param>
    public TraceRecorder(TinyRecursiveModel model, TraceHeader header, StatePlanes? planes, int row, bool distributions)
    {
        (_model, _header, _planes, _row) = (model, header, planes, row);
        _recorded = [.. header.Recorded];
        _cells = new CellRecords(header.Cells, header.Vocabulary, header.Records, header.Loss);
        _distribution = distributions ? new byte[header.Steps * header.Cells * header.Vocabulary] : null;
        _haltLogits = new float[header.Updates];
        _residuals = new float[header.Updates];
        _projected = new short[2 * header.Updates];
        _attention = header.Options.AttentionStep is null ? null : new AttentionRecord(model.Shape.TotalLength, row);
    }

    /// <inheritdoc/>
    public bool WatchesAttention => _attention is not null && _header.Options.AttentionStep == _step + 1;

    /// <summary>The state that the next supervision step starts from, noise included.</summary>
    public void Begin(RecursionState state)
    {
        foreach (var tensor in _previous)
            tensor.Dispose();
        _previous = [.. state.All.Select(Copy)];
    }

    /// <inheritdoc/>
    public void OnQuestion(Tensor question)
    {
    }

    /// <inheritdoc/>
    public void OnAttention(int layer, Tensor query, Tensor key) => _attention!.Add(query, key);

    /// <inheritdoc/>
    public void OnUpdate(RecursionUpdate update, RecursionState state)
    {
        var index = _scalars.Count;
        var current = Copy(state[update.Slot]);
        using (var scope = NewDisposeScope())
        {
            var (logits, halting, _) = _model.ReadOut(current);
            var difference = current.sub(_previous[update.Slot]).to(ScalarType.Float32);
            var moved = difference.mul(difference).mean().sqrt();
            _scalars.Add(stack([halting[0], moved]).DetachFromDisposeScope());
            if (_recorded.Contains(index))
                _logits.Add(logits[0].to(ScalarType.Float32).DetachFromDisposeScope());
            if (_planes is not null)
                _coordinates.Add(_planes.Of(update.Slot).Project(current).DetachFromDisposeScope());
        }

        if (WatchesAttention)
            _attention!.EndCall(keep: Tracer.KeepsAttention(_header, index, _model.Shape.TotalLength));
        _previous[update.Slot].Dispose();
        _previous[update.Slot] = current;
    }

    /// <summary>The supervision step is over: fetches what was recorded.</summary>
    public void EndStep()
    {
        using var scope = NewDisposeScope();
        var (updates, size) = (_header.UpdatesPerStep, _header.Cells * _header.Vocabulary);
        var scalars = stack(_scalars).cpu().contiguous().data<float>().ToArray();
        for (var update = 0; update < updates; update++)
            (_haltLogits[(_step * updates) + update], _residuals[(_step * updates) + update]) = (scalars[2 * update], scalars[(2 * update) + 1]);

        var logits = stack(_logits).cpu().contiguous().data<float>().ToArray();
        for (var record = 0; record < _logits.Count; record++)
        {
            var last = record == _logits.Count - 1 && _distribution is not null;
            _cells.Add(logits.AsSpan(record * size, size), last ? _distribution.AsSpan(_step * size, size) : default);
        }

        for (var update = 0; update < _coordinates.Count; update++)
            _planes!.Of(_header.Slots[update]).Stored(_coordinates[update]).CopyTo(_projected, 2 * ((_step * updates) + update));

        foreach (var tensor in _scalars.Concat(_logits).Concat(_coordinates))
            tensor.Dispose();
        _scalars.Clear();
        _logits.Clear();
        _coordinates.Clear();
        _step++;
    }

    /// <summary>The recorded arrays.</summary>
    public IEnumerable<TraceSection> Sections()
    {
        foreach (var section in _cells.Sections())
            yield return section;
        if (_distribution is not null)
            yield return TraceSection.Of(TraceNames.Distribution, _distribution, _header.Steps, _header.Cells, _header.Vocabulary);
        yield return TraceSection.Of(TraceNames.HaltLogits, _haltLogits, _header.Updates);
        yield return TraceSection.Of(TraceNames.Residuals, _residuals, _header.Updates);
        if (_planes is not null)
            yield return TraceSection.Of(TraceNames.Projected, _projected, _header.Updates, 2);
        foreach (var section in _attention?.Sections() ?? [])
            yield return section;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in _previous.Concat(_scalars).Concat(_logits).Concat(_coordinates))
            tensor.Dispose();
    }

    private Tensor Copy(Tensor tensor) => tensor.narrow(0, _row, 1).clone().DetachFromDisposeScope();
}
