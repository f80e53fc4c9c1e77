using TrmLab.Trainer.Native.Kernels;
using TrmLab.Trainer.Native.Products;

namespace TrmLab.Trainer.Native.Network;

/// <summary>
/// SwiGLU along the token axis with its post-norm over that axis. A sequence [L, D] is multiplied from the left, W1 x and W2 h, so nothing
/// is transposed; and as features do not mix, one panel of 64 features goes through the whole sub-layer while it is in the cache.
/// </summary>
internal sealed unsafe class TokenMlp(
    NetworkSize size, MatrixProducts products, Scratch scratch, PreparedWeight gateUp, PreparedWeight down, float* gateUpGradient, float* downGradient)
    : ITokenMixing
{
    private readonly TokenScratch _token = scratch.Token!;
    private readonly int _half = size.TokenInner * Panels.Width;
    private readonly int _depth = products.Units(size.Width);

    /// <inheritdoc/>
    public void Forward(float* x, float* output, BlockTape? tape, int items)
    {
        var rows = items * size.TokenRows;
        var scale = stackalloc float[Panels.Width];
        for (var item = 0; item < items; item++)
        {
            for (var panel = 0; panel < size.WidthPanels; panel++)
            {
                var at = Panels.Offset(rows, item * size.TokenRows, panel * Panels.Width);
                var width = Panels.WidthOf(panel, size.Width);
                var inner = tape is null ? _token.Inner : Inner(tape, item, panel);
                var right = products.RightForm(x + at, size.TokenRows, Panels.Width, _token.InputRight);
                products.Multiply(2 * size.TokenInner, width, products.Units(size.Tokens), products.Left(gateUp.LeftForm, gateUp.Layout.Rows), right, 0, inner, 0);
                SiluGate.Forward(inner, inner + _half, _token.Hidden, _half);
                var hidden = products.RightForm(_token.Hidden, size.TokenInner, Panels.Width, _token.HiddenRight);
                products.Multiply(size.Tokens, width, products.Units(size.TokenInner), products.Left(down.LeftForm, down.Layout.Rows), hidden, 0, _token.Update, 0);
                ColumnNorm.Forward(x + at, _token.Update, output + at, tape is null ? scale : Scale(tape, item, panel), size.Tokens, width, size.Epsilon);
                for (var row = size.Tokens; row < size.TokenRows; row++)
                    new Span<float>(output + at + row * Panels.Width, Panels.Width).Clear();
            }
        }
    }

    /// <inheritdoc/>
    public void Backward(float* d, BlockTape tape, int items)
    {
        var rows = items * size.TokenRows;
        for (var item = 0; item < items; item++)
        {
            for (var panel = 0; panel < size.WidthPanels; panel++)
            {
                var at = Panels.Offset(rows, item * size.TokenRows, panel * Panels.Width);
                ColumnNorm.Backward(d + at, tape.Mixed + at, Scale(tape, item, panel), d + at, size.Tokens, Panels.WidthOf(panel, size.Width));
            }
        }

        var dLeft = products.LeftForm(d, rows, size.Width, scratch.GradientLeft);
        var xLeft = products.LeftForm(tape.Input, rows, size.Width, scratch.InputLeft);
        for (var item = 0; item < items; item++)
        {
            var row = item * size.TokenRows;
            products.Transpose(products.Left(dLeft, rows, row), size.Tokens, _depth, _token.GradientTransposed);
            products.Transpose(products.Left(xLeft, rows, row), size.Tokens, _depth, _token.InputTransposed);
            for (var panel = 0; panel < size.WidthPanels; panel++)
                Backward(d + Panels.Offset(rows, row, panel * Panels.Width), Inner(tape, item, panel), panel);

            var hidden = products.Converts ? _token.HiddenLeft : _token.Hidden;
            var inner = products.Converts ? _token.InnerLeft : Inner(tape, item, 0);
            AddGradient(size.TokenInner, hidden, _token.GradientTransposed, downGradient);
            AddGradient(2 * size.TokenInner, inner, _token.InputTransposed, gateUpGradient);
        }
    }

    // One panel of one sequence; d [tokens, 64] is the norm's gradient and gets the MLP's added.
    private void Backward(float* d, float* inner, int panel)
    {
        var width = Panels.WidthOf(panel, size.Width);
        var hidden = _token.Hidden + panel * _half;
        var right = products.RightForm(d, size.TokenRows, Panels.Width, _token.InputRight);
        products.MultiplyTransposed(size.TokenInner, width, products.Units(size.Tokens), down.RightForm, down.RightStride, right, 0, hidden, 0, accumulate: false);
        SiluGate.Backward(inner, inner + _half, hidden, _half);
        products.LeftForm(hidden, size.TokenInner, Panels.Width, _token.HiddenLeft + panel * _half / products.UnitSize);
        products.LeftForm(inner, 2 * size.TokenInner, Panels.Width, _token.InnerLeft + panel * 2 * _half / products.UnitSize);
        right = products.RightForm(inner, 2 * size.TokenInner, Panels.Width, _token.HiddenRight);
        products.MultiplyTransposed(size.Tokens, width, gateUp.RightDepth, gateUp.RightForm, gateUp.RightStride, right, 0, d, 0, accumulate: true);
    }

    // gradient [rows, tokens] += left [rows, D] right [D, tokens].
    private void AddGradient(int rows, float* left, float* right, float* gradient) =>
        products.Multiply(rows, size.Tokens, _depth, products.Left(left, rows), right, Panels.Stride(_depth), gradient, Panels.Stride(rows), accumulate: true);

    private float* Inner(BlockTape tape, int item, int panel) => tape.Inner + ((nint)item * size.WidthPanels + panel) * 2 * _half;

    private float* Scale(BlockTape tape, int item, int panel) => tape.MixedScale + (item * size.WidthPanels + panel) * Panels.Width;
}
