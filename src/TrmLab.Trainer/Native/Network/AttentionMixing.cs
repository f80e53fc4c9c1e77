using TrmLab.Trainer.Native.Kernels;
using TrmLab.Trainer.Native.Products;

namespace TrmLab.Trainer.Native.Network;

/// <summary>Multi-head self-attention with its post-norm: out = norm(x + W_o attention(W_qkv x)).</summary>
internal sealed unsafe class AttentionMixing(
    NetworkSize size, MatrixProducts products, Scratch scratch, PreparedWeight projections, PreparedWeight output,
    float* projectionsGradient, float* outputGradient, Rotary? rotary) : ITokenMixing
{
    private readonly AttentionScratch _space = scratch.Attention!;
    private readonly AttentionHead _head = new(size, products, scratch.Attention!);
    private readonly int _columns = 3 * size.HeadColumns;

    /// <inheritdoc/>
    public void Forward(float* x, float* result, BlockTape? tape, int items)
    {
        var rows = items * size.TokenRows;
        var left = products.LeftForm(x, rows, size.Width, scratch.InputLeft);
        var qkv = tape is null ? _space.Projections : tape.Inner;
        products.Multiply(
            rows, _columns, projections.TransposedDepth, products.Left(left, rows), projections.Transposed, projections.TransposedStride, qkv, Panels.Stride(rows));
        Rotate(qkv, items, 1);

        var joined = tape is null ? _space.Joined : tape.Joined;
        var operands = Operands(qkv, rows);
        for (var item = 0; item < items; item++)
        {
            for (var head = 0; head < size.Heads; head++)
                _head.Forward(operands, joined, Probabilities(tape, item, head), item, head);
            ClearPadding(joined, rows, item, size.HeadColumns);
        }

        var joinedLeft = products.LeftForm(joined, rows, size.HeadColumns, _space.JoinedLeft);
        products.Multiply(
            rows, size.Width, output.TransposedDepth, products.Left(joinedLeft, rows), output.Transposed, output.TransposedStride, scratch.Update, Panels.Stride(rows));
        RowNorm.Forward(x, scratch.Update, result, tape is null ? null : tape.MixedScale, rows, size.Width, size.Epsilon);
    }

    /// <inheritdoc/>
    public void Backward(float* d, BlockTape tape, int items)
    {
        var rows = items * size.TokenRows;
        var (stride, right) = (Panels.Stride(rows), products.RightStride(rows));
        RowNorm.Backward(d, tape.Mixed, tape.MixedScale, d, rows, size.Width);

        // Output projection.
        var dLeft = products.LeftForm(d, rows, size.Width, scratch.GradientLeft);
        var dRight = products.RightForm(d, rows, size.Width, scratch.GradientRight);
        var joinedRight = products.RightForm(tape.Joined, rows, size.HeadColumns, _space.JoinedRight);
        products.MultiplyTransposed(
            size.Width, size.HeadColumns, products.Units(rows), dRight, right, joinedRight, right,
            outputGradient, Panels.Stride(output.Layout.Rows), accumulate: true);
        products.Multiply(rows, size.HeadColumns, output.RightDepth, products.Left(dLeft, rows), output.RightForm, output.RightStride, _space.Joined, stride);

        // Heads.
        var dJoinedLeft = products.LeftForm(_space.Joined, rows, size.HeadColumns, _space.JoinedLeft);
        var dJoinedRight = products.RightForm(_space.Joined, rows, size.HeadColumns, _space.JoinedRight);
        var operands = Operands(tape.Inner, rows);
        var dQkv = _space.Projections;
        for (var item = 0; item < items; item++)
        {
            for (var head = 0; head < size.Heads; head++)
                _head.Backward(operands, dJoinedLeft, dJoinedRight, dQkv, Probabilities(tape, item, head), tape.Probabilities != null, item, head);
            ClearPadding(dQkv, rows, item, _columns);
        }

        Rotate(dQkv, items, -1);

        // Projections of queries, keys and values.
        var dQkvLeft = products.LeftForm(dQkv, rows, _columns, _space.ProjectionsLeft);
        var dQkvRight = products.RightForm(dQkv, rows, _columns, _space.ProjectionsRight);
        var xRight = products.RightForm(tape.Input, rows, size.Width, scratch.InputRight);
        products.MultiplyTransposed(
            _columns, size.Width, products.Units(rows), dQkvRight, right, xRight, right,
            projectionsGradient, Panels.Stride(projections.Layout.Rows), accumulate: true);
        products.Multiply(
            rows, size.Width, projections.RightDepth, products.Left(dQkvLeft, rows), projections.RightForm, projections.RightStride, d, stride, accumulate: true);
    }

    private AttentionOperands Operands(float* qkv, int rows) => new(
        qkv,
        products.LeftForm(qkv, rows, _columns, _space.ProjectionsLeft),
        products.RightForm(qkv, rows, _columns, _space.ProjectionsRight),
        rows);

    private void Rotate(float* qkv, int items, float direction)
    {
        if (rotary is null)
            return;
        for (var item = 0; item < items; item++)
        {
            for (var head = 0; head < 2 * size.Heads; head++)
                rotary.Apply(qkv, items * size.TokenRows, item * size.TokenRows, head * size.PaddedHead, size.Tokens, direction);
        }
    }

    private float* Probabilities(BlockTape? tape, int item, int head) => tape is null || tape.Probabilities == null
        ? _space.Probabilities
        : tape.Probabilities + ((nint)item * size.Heads + head) * (nint)Panels.Size(size.TokenRows, size.Tokens);

    // The extra row of an odd sequence: no head writes it.
    private void ClearPadding(float* matrix, int rows, int item, int columns)
    {
        for (var row = size.Tokens; row < size.TokenRows; row++)
        {
            for (var panel = 0; panel < Panels.Count(columns); panel++)
                new Span<float>(matrix + Panels.Offset(rows, item * size.TokenRows + row, panel * Panels.Width), Panels.Width).Clear();
        }
    }
}
