using TrmLab.Trainer.Native.Kernels;
using TrmLab.Trainer.Native.Products;

namespace TrmLab.Trainer.Native.Network;

/// <summary>Attention of one head over one sequence: P = softmax(Q K^T / sqrt(width)), O = P V, and its gradients.</summary>
internal sealed unsafe class AttentionHead(NetworkSize size, MatrixProducts products, AttentionScratch space)
{
    private readonly float _factor = 1 / MathF.Sqrt(size.HeadWidth);
    private readonly int _tokens = size.Tokens;
    private readonly int _depth = products.Units(size.PaddedHead);
    private readonly nint _scoreStride = Panels.Stride(size.TokenRows);

    /// <param name="joined">Gets the head's output, [rows, heads * width].</param>
    /// <param name="probabilities">Gets P, [tokens, tokens].</param>
    public void Forward(in AttentionOperands qkv, float* joined, float* probabilities, int item, int head)
    {
        var row = item * size.TokenRows;
        Attend(qkv, probabilities, row, head);
        var left = products.LeftForm(probabilities, size.TokenRows, _tokens, space.ScoresLeft);
        products.Multiply(
            _tokens, size.PaddedHead, products.Units(_tokens), products.Left(left, size.TokenRows), Right(qkv, row, Value(head)), products.RightStride(qkv.Rows),
            joined + Panels.Offset(qkv.Rows, row, Query(head)), Panels.Stride(qkv.Rows));
    }

    /// <param name="dLeft">Gradient of the heads' outputs as the left side, [rows, heads * width].</param>
    /// <param name="dRight">The same as the right side.</param>
    /// <param name="dQkv">Gets the gradients of query, key and value.</param>
    /// <param name="kept">Whether <paramref name="probabilities"/> still holds P; else it is computed again.</param>
    public void Backward(in AttentionOperands qkv, float* dLeft, float* dRight, float* dQkv, float* probabilities, bool kept, int item, int head)
    {
        var row = item * size.TokenRows;
        var (query, key, value) = (Query(head), Key(head), Value(head));
        var units = products.Units(_tokens);
        nint stride = Panels.Stride(qkv.Rows), rightStride = products.RightStride(qkv.Rows), scoreRight = products.RightStride(size.TokenRows);
        if (!kept)
            Attend(qkv, probabilities, row, head);

        // dV = P^T dO
        var right = products.RightForm(probabilities, size.TokenRows, _tokens, space.ScoresRight);
        products.MultiplyTransposed(
            _tokens, size.PaddedHead, units, right, scoreRight, products.Right(dRight, qkv.Rows, row, query), rightStride,
            dQkv + Panels.Offset(qkv.Rows, row, value), stride, accumulate: false);

        // dP = dO V^T, then through the softmax
        Transpose(qkv, row, value);
        products.Multiply(
            _tokens, _tokens, _depth, products.Left(dLeft, qkv.Rows, row, query), space.Transposed, Panels.Stride(_depth), space.ScoreGradient, _scoreStride);
        Softmax.Backward(probabilities, space.ScoreGradient, _tokens, _tokens, size.TokenRows, _factor);

        // dQ = dS K, dK = dS^T Q
        var left = products.LeftForm(space.ScoreGradient, size.TokenRows, _tokens, space.ScoresLeft);
        products.Multiply(
            _tokens, size.PaddedHead, units, products.Left(left, size.TokenRows), Right(qkv, row, key), rightStride,
            dQkv + Panels.Offset(qkv.Rows, row, query), stride);
        right = products.RightForm(space.ScoreGradient, size.TokenRows, _tokens, space.ScoresRight);
        products.MultiplyTransposed(
            _tokens, size.PaddedHead, units, right, scoreRight, Right(qkv, row, query), rightStride,
            dQkv + Panels.Offset(qkv.Rows, row, key), stride, accumulate: false);
    }

    private void Attend(in AttentionOperands qkv, float* probabilities, int row, int head)
    {
        Transpose(qkv, row, Key(head));
        products.Multiply(
            _tokens, _tokens, _depth, products.Left(qkv.Left, qkv.Rows, row, Query(head)), space.Transposed, Panels.Stride(_depth), probabilities, _scoreStride);
        Softmax.Forward(probabilities, _tokens, _tokens, size.TokenRows, _factor);
    }

    private void Transpose(in AttentionOperands qkv, int row, int column) =>
        products.Transpose(products.Left(qkv.Left, qkv.Rows, row, column), _tokens, _depth, space.Transposed);

    private float* Right(in AttentionOperands qkv, int row, int column) => products.Right(qkv.Right, qkv.Rows, row, column);

    private int Query(int head) => head * size.PaddedHead;

    private int Key(int head) => size.HeadColumns + Query(head);

    private int Value(int head) => 2 * size.HeadColumns + Query(head);
}
