using TrmLab.Trainer.Native.Kernels;
using TrmLab.Trainer.Native.Products;

namespace TrmLab.Trainer.Native.Network;

/// <summary>
/// SwiGLU over the features with its post-norm: out = norm(x + W2 (silu(gate) * up)). Goes panel by panel through the inner width, so that
/// gate, up and hidden are still in the cache when they are needed again.
/// </summary>
internal sealed unsafe class FeatureMlp(
    NetworkSize size, MatrixProducts products, Scratch scratch, PreparedWeight gateUp, PreparedWeight down, float* gateUpGradient, float* downGradient)
{
    private readonly int _innerPanels = size.Inner / Panels.Width;

    /// <param name="x">[rows, D].</param>
    /// <param name="output">[rows, D]; may be <paramref name="x"/>.</param>
    /// <param name="tape">Where to keep what the backward pass needs; null without gradient.</param>
    public void Forward(float* x, float* output, BlockTape? tape, int rows)
    {
        var panel = Panels.Stride(rows);
        var left = products.Left(products.LeftForm(x, rows, size.Width, scratch.InputLeft), rows);
        for (var j = 0; j < _innerPanels; j++)
        {
            var gate = tape is null ? scratch.Gate : tape.GateUp + j * panel;
            var up = tape is null ? scratch.Up : tape.GateUp + (_innerPanels + j) * panel;
            Project(rows, left, j, gate);
            Project(rows, left, _innerPanels + j, up);
            var space = scratch.HiddenLeft + j * panel / products.UnitSize;
            var hidden = products.Converts ? scratch.HiddenPanel : space;
            SiluGate.Forward(gate, up, hidden, panel);
            products.LeftForm(hidden, rows, Panels.Width, space);
        }

        products.Multiply(
            rows, size.Width, down.TransposedDepth, products.Left(scratch.HiddenLeft, rows), down.Transposed, down.TransposedStride, scratch.Update, panel);
        RowNorm.Forward(x, scratch.Update, output, tape is null ? null : tape.OutputScale, rows, size.Width, size.Epsilon);
    }

    /// <summary>Turns the gradient of the output into that of the input, in place, and adds to the weights' gradients.</summary>
    public void Backward(float* d, BlockTape tape, int rows)
    {
        var panel = Panels.Stride(rows);
        RowNorm.Backward(d, tape.Output, tape.OutputScale, d, rows, size.Width);
        var left = products.Left(products.LeftForm(d, rows, size.Width, scratch.GradientLeft), rows);
        var dRight = products.RightForm(d, rows, size.Width, scratch.GradientRight);
        var xRight = products.RightForm(tape.Mixed, rows, size.Width, scratch.InputRight);
        for (var j = 0; j < _innerPanels; j++)
        {
            var gate = tape.GateUp + j * panel;
            var up = tape.GateUp + (_innerPanels + j) * panel;
            var hidden = scratch.HiddenPanel;
            products.Multiply(rows, Panels.Width, products.Units(size.Width), left, down.RightForm + j * down.RightStride, 0, hidden, 0);
            SiluGate.Backward(gate, up, hidden, panel);

            products.MultiplyTransposed(
                size.Width, Panels.Width, products.Units(rows), dRight, products.RightStride(rows),
                products.RightForm(hidden, rows, Panels.Width, scratch.HiddenRight), 0,
                downGradient + j * Panels.Stride(down.Layout.Rows), 0, accumulate: true);
            AddGateUpGradient(gate, j, xRight, rows);
            AddGateUpGradient(up, _innerPanels + j, xRight, rows);
        }

        var inner = products.Converts ? scratch.HiddenLeft : tape.GateUp;
        products.Multiply(
            rows, size.Width, gateUp.RightDepth, products.Left(inner, rows), gateUp.RightForm, gateUp.RightStride, d, panel, accumulate: true);
    }

    private void Project(int rows, in LeftOperand left, int panel, float* result) =>
        products.Multiply(rows, Panels.Width, gateUp.TransposedDepth, left, gateUp.Transposed + panel * gateUp.TransposedStride, 0, result, 0);

    // One panel of the gradient of gate or up: to its 64 rows of the weight's gradient, and, where the format asks for it, to the left side.
    private void AddGateUpGradient(float* d, int panel, float* xRight, int rows)
    {
        var right = products.RightForm(d, rows, Panels.Width, scratch.HiddenRight);
        products.MultiplyTransposed(
            Panels.Width, size.Width, products.Units(rows), right, 0, xRight, products.RightStride(rows),
            gateUpGradient + panel * Panels.Width * Panels.Width, Panels.Stride(gateUp.Layout.Rows), accumulate: true);
        if (products.Converts)
            products.LeftForm(d, rows, Panels.Width, scratch.HiddenLeft + panel * Panels.Stride(rows) / products.UnitSize);
    }
}
