using TrmLab.Trainer.Native.Kernels;
using TrmLab.Trainer.Native.Memory;
using TrmLab.Trainer.Native.Products;

namespace TrmLab.Trainer.Native.Network;

/// <summary>The heads on the answer y and the gradient of the losses by y. Belongs to a thread. Float32 products, float64 losses.</summary>
/// <param name="halfPrecision">Logits are rounded to bfloat16, as the forward data type's heads do.</param>
internal sealed unsafe class ReadOut(Arena arena, NetworkSize size, PreparedNetwork network, Gradients gradients, int items, bool halfPrecision)
{
    private readonly FloatProducts _products = new();
    private readonly PreparedWeight _head = network.AnswerHead.Weight;
    private readonly float* _logits = arena.Floats(Panels.Size((long)items * size.TokenRows, size.Vocabulary));
    private readonly double[] _row = new double[size.Vocabulary];
    private readonly double[] _space = new double[size.Vocabulary];

    /// <summary>Logits of a chunk, and the gradient of total loss / <see cref="StepData.LossDivisor"/>.</summary>
    /// <param name="y">[items * token rows, D].</param>
    /// <param name="d">Gets the gradient by y; null in evaluation.</param>
    public void Run(StepData data, float* y, float* d, int first, int items)
    {
        var rows = items * size.TokenRows;
        var stride = Panels.Stride(rows);
        _products.Multiply(
            rows, size.Vocabulary, size.Width, _products.Left(y, rows), _head.Transposed, _head.TransposedStride, _logits, stride);
        for (var item = 0; item < items; item++)
            Answer(data, y, first + item, rows, item * size.TokenRows);
        if (d == null)
            return;

        for (var item = 0; item < items; item++)
            LossGradient(data, first + item, rows, item * size.TokenRows);
        _products.MultiplyTransposed(
            size.Vocabulary, size.Width, rows, _logits, stride, y, stride, gradients[network.AnswerHead.Slot], Panels.Stride(_head.Layout.Rows), accumulate: true);
        _products.Multiply(rows, size.Width, size.Vocabulary, _products.Left(_logits, rows), _head.RightForm, _head.RightStride, d, stride);
        for (var item = 0; item < items; item++)
            HaltGradient(data, y, d, first + item, rows, item * size.TokenRows);
    }

    private static int BestOf(float* logits, int count)
    {
        var best = 0;
        for (var v = 1; v < count; v++)
            best = logits[v] > logits[best] ? v : best;
        return best;
    }

    private float InForwardType(float value) => halfPrecision ? BrainFloat.Round(value) : value;

    // One sequence's logits to the output.
    private void Answer(StepData data, float* y, int sequence, int rows, int firstRow)
    {
        for (var position = 0; position < size.Sequence; position++)
        {
            for (var v = 0; v < size.Vocabulary; v++)
                Logits(data, sequence, position)[v] = InForwardType(_logits[Panels.Offset(rows, firstRow + size.PuzzleTokens + position, v)]);
        }

        for (var output = 0; output < 2; output++)
        {
            var weight = data.Weights.HaltHead.Values + (nint)output * size.Width;
            var sum = 0.0;
            for (var column = 0; column < size.Width; column++)
                sum += (double)weight[column] * y[Panels.Offset(rows, firstRow, column)];
            data.HaltLogits[2 * sequence + output] = InForwardType((float)(sum + data.Weights.HaltBias.Values[output]));
        }
    }

    // Puts the gradient in place of one sequence's logits: zero where there is no label.
    private void LossGradient(StepData data, int sequence, int rows, int firstRow)
    {
        var scale = 1.0 / Math.Max(1, Count(data, sequence, _ => true)) / data.LossDivisor;
        for (var token = 0; token < size.TokenRows; token++)
        {
            var position = token - size.PuzzleTokens;
            var inside = position >= 0 && position < size.Sequence;
            var label = inside ? Label(data, sequence, position) : StepData.IgnoreLabel;
            _row.AsSpan().Clear();
            if (label != StepData.IgnoreLabel)
            {
                for (var v = 0; v < _row.Length; v++)
                    _row[v] = Logits(data, sequence, position)[v];
                TokenLossGradient.Compute(size.Loss, _row, label, _space);
            }

            for (var v = 0; v < _row.Length; v++)
                _logits[Panels.Offset(rows, firstRow + token, v)] = (float)(_row[v] * scale);
        }
    }

    // The halting head reads the first token and learns whether every labelled position is right. Half its loss counts; the continue logit
    // has no loss, so its gradient stays zero.
    private void HaltGradient(StepData data, float* y, float* d, int sequence, int rows, int row)
    {
        var right = Count(data, sequence, position => BestOf(Logits(data, sequence, position), size.Vocabulary) == Label(data, sequence, position));
        var target = right == Count(data, sequence, _ => true) ? 1 : 0;
        var slope = (float)(0.5 * (1 / (1 + Math.Exp(-data.HaltLogits[2 * sequence])) - target) / data.LossDivisor);
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

    // Labelled positions that fulfil a condition.
    private int Count(StepData data, int sequence, Func<int, bool> condition)
    {
        var count = 0;
        for (var position = 0; position < size.Sequence; position++)
            count += Label(data, sequence, position) != StepData.IgnoreLabel && condition(position) ? 1 : 0;
        return count;
    }

    private int Label(StepData data, int sequence, int position) => data.Labels[(nint)sequence * size.Sequence + position];

    private float* Logits(StepData data, int sequence, int position) => data.Logits + ((nint)sequence * size.Sequence + position) * size.Vocabulary;
}
