using TrmLab.Trainer.Native.Kernels;
using TrmLab.Trainer.Native.Memory;
using TrmLab.Trainer.Native.Products;

namespace TrmLab.Trainer.Native.Network;

/// <summary>The heads on the answer y, the losses, and the gradient of y. Belongs to a thread; float32 products, float64 losses.</summary>
internal sealed unsafe class ReadOut(Arena arena, NetworkSize size, PreparedNetwork network, Gradients gradients, int items)
{
    private readonly FloatProducts _products = new();
    private readonly PreparedWeight _head = network.AnswerHead.Weight;
    private readonly float* _logits = arena.Floats(Panels.Size((long)items * size.TokenRows, size.Vocabulary));
    private readonly double[] _row = new double[size.Vocabulary];
    private readonly double[] _space = new double[size.Vocabulary];

    /// <summary>Logits and losses of a chunk.</summary>
    /// <param name="y">[items * token rows, D].</param>
    /// <param name="d">Gets the gradient of total loss / batch by y; null in evaluation.</param>
    public void Run(StepData data, float* y, float* d, int first, int items)
    {
        var rows = items * size.TokenRows;
        var stride = Panels.Stride(rows);
        _products.Multiply(
            rows, size.Vocabulary, size.Width, _products.Left(y, rows), _head.Transposed, _head.TransposedStride, _logits, stride);
        for (var item = 0; item < items; item++)
            Answer(data, y, d, first + item, rows, item * size.TokenRows);
        if (d == null)
            return;

        _products.MultiplyTransposed(
            size.Vocabulary, size.Width, rows, _logits, stride, y, stride, gradients[network.AnswerHead.Slot], Panels.Stride(_head.Layout.Rows), accumulate: true);
        _products.Multiply(rows, size.Width, size.Vocabulary, _products.Left(_logits, rows), _head.RightForm, _head.RightStride, d, stride);
        for (var item = 0; item < items; item++)
            Halt(data, y, d, first + item, rows, item * size.TokenRows);
    }

    // One sequence: its logits out, its losses, and in place of its logits their gradient.
    private void Answer(StepData data, float* y, float* d, int sequence, int rows, int firstRow)
    {
        var labels = data.Labels + (nint)sequence * size.Sequence;
        int labelled = 0, correct = 0;
        for (var token = 0; token < size.Sequence; token++)
            labelled += labels[token] == StepData.IgnoreLabel ? 0 : 1;

        var loss = 0.0;
        var share = 1.0 / Math.Max(1, labelled);
        for (var token = 0; token < size.TokenRows; token++)
        {
            var position = token - size.PuzzleTokens;
            if (position < 0 || position >= size.Sequence || !Read(data, labels[position], sequence, position, rows, firstRow + token, ref correct))
                _row.AsSpan().Clear();
            else
                loss += share * TokenCrossEntropy.Compute(size.Loss, _row, labels[position], _space);
            if (d != null)
                WriteGradient(rows, firstRow + token, share / data.BatchSize);
        }

        var (halt, more) = (HaltLogit(data, y, 0, rows, firstRow), HaltLogit(data, y, 1, rows, firstRow));
        var target = correct == labelled ? 1.0 : 0.0;
        var haltLoss = Math.Max(halt, 0.0) - halt * target + Math.Log(1 + Math.Exp(-Math.Abs((double)halt)));
        data.Results[sequence] = new SequenceResult(loss, haltLoss, labelled, correct, halt, more);
    }

    // Logits of one position to the output and to _row; false without a label.
    private bool Read(StepData data, int label, int sequence, int position, int rows, int row, ref int correct)
    {
        var output = data.Logits + ((nint)sequence * size.Sequence + position) * size.Vocabulary;
        var best = 0;
        for (var v = 0; v < _row.Length; v++)
        {
            output[v] = _logits[Panels.Offset(rows, row, v)];
            _row[v] = output[v];
            best = output[v] > output[best] ? v : best;
        }

        correct += best == label ? 1 : 0;
        return label != StepData.IgnoreLabel;
    }

    private void WriteGradient(int rows, int row, double scale)
    {
        for (var v = 0; v < _row.Length; v++)
            _logits[Panels.Offset(rows, row, v)] = (float)(_row[v] * scale);
    }

    // The halting head reads the first token. Half its loss counts; the continue logit has none, so its gradient stays zero.
    private void Halt(StepData data, float* y, float* d, int sequence, int rows, int row)
    {
        var result = data.Results[sequence];
        var slope = (float)(0.5 * (1 / (1 + Math.Exp(-result.Halt)) - (result.Exact ? 1 : 0)) / data.BatchSize);
        var weight = data.Weights.HaltHead.Values;
        var gradient = gradients[network.HaltHead];
        for (var column = 0; column < size.Width; column++)
        {
            var at = Panels.Offset(rows, row, column);
            d[at] += slope * weight[column];
            gradient[Panels.Offset(2, 0, column)] += slope * y[at];
        }

        gradients[network.HaltBias][0] += slope;
    }

    private float HaltLogit(StepData data, float* y, int output, int rows, int row)
    {
        var weight = data.Weights.HaltHead.Values + (nint)output * size.Width;
        var sum = 0.0;
        for (var column = 0; column < size.Width; column++)
            sum += (double)weight[column] * y[Panels.Offset(rows, row, column)];
        return (float)(sum + data.Weights.HaltBias.Values[output]);
    }
}
