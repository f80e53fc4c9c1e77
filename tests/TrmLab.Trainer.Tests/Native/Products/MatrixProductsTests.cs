using TrmLab.Trainer.Native.Kernels;
using TrmLab.Trainer.Native.Lanes;
using TrmLab.Trainer.Native.Memory;
using TrmLab.Trainer.Native.Products;

namespace TrmLab.Trainer.Tests.Native.Products;

public sealed unsafe class MatrixProductsTests
{
    public static TheoryData<string> Formats => ["512", "256", "bfloat16", "rounded 512", "rounded 256"];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Multiply_equals_the_definition_for_any_size(string format)
    {
        var products = Create(format);
        var random = new Random(1);
        for (var trial = 0; trial < 60; trial++)
        {
            using var arena = new Arena();
            int rows = random.Next(1, 80), columns = random.Next(1, 150), depth = random.Next(1, 150);
            var left = new PanelMatrix(arena, rows, depth, random);
            var right = new PanelMatrix(arena, depth, columns, random);
            var result = new PanelMatrix(arena, rows, columns, random);
            var before = result.ToArray();
            var accumulate = random.Next(2) == 0;

            float* leftForm = LeftForm(products, arena, left), rightForm = RightForm(products, arena, right);
            products.Multiply(
                rows, columns, products.Units(depth), products.Left(leftForm, left.EvenRows), rightForm, products.RightStride(right.EvenRows),
                result.Panels, result.Stride, accumulate);

            var (a, b) = (Operand(products, left), Operand(products, right));
            result.AssertEqual(
                (row, column) => (accumulate ? before[row, column] : 0) + Sum(depth, k => a[row, k] * b[k, column]), 1e-5 * Math.Sqrt(depth));
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void MultiplyTransposed_equals_the_definition_for_any_size(string format)
    {
        var products = Create(format);
        var random = new Random(2);
        for (var trial = 0; trial < 60; trial++)
        {
            using var arena = new Arena();
            int rows = random.Next(1, 150), columns = random.Next(1, 150), depth = random.Next(1, 80);
            var left = new PanelMatrix(arena, depth, rows, random);
            var right = new PanelMatrix(arena, depth, columns, random);
            var result = new PanelMatrix(arena, rows, columns);

            float* leftForm = RightForm(products, arena, left), rightForm = RightForm(products, arena, right);
            products.MultiplyTransposed(
                rows, columns, products.Units(depth), leftForm, products.RightStride(left.EvenRows), rightForm, products.RightStride(right.EvenRows),
                result.Panels, result.Stride, accumulate: false);

            var (a, b) = (Operand(products, left), Operand(products, right));
            result.AssertEqual((row, column) => Sum(depth, k => a[k, row] * b[k, column]), 1e-5 * Math.Sqrt(depth));
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_product_deeper_than_a_block_equals_the_definition(string format)
    {
        var products = Create(format);
        var random = new Random(5);
        foreach (var (rows, depth) in new[] { (50, 600), (24, 257), (10, 700), (64, 512) })
        {
            using var arena = new Arena();
            var (left, right) = (new PanelMatrix(arena, rows, depth, random), new PanelMatrix(arena, depth, 80, random));
            PanelMatrix result = new(arena, rows, 80, random), gradient = new(arena, 80, 80, random);
            var (before, gradientBefore) = (result.ToArray(), gradient.ToArray());
            float* rightForm = RightForm(products, arena, right);
            products.Multiply(
                rows, 80, products.Units(depth), products.Left(LeftForm(products, arena, left), left.EvenRows), rightForm, products.RightStride(right.EvenRows),
                result.Panels, result.Stride, accumulate: true);
            products.MultiplyTransposed(
                80, 80, products.Units(depth), rightForm, products.RightStride(right.EvenRows), rightForm, products.RightStride(right.EvenRows),
                gradient.Panels, gradient.Stride, accumulate: true);

            var (a, b) = (Operand(products, left), Operand(products, right));
            result.AssertEqual((row, column) => before[row, column] + Sum(depth, k => a[row, k] * b[k, column]), 1e-5 * Math.Sqrt(depth));
            gradient.AssertEqual((row, column) => gradientBefore[row, column] + Sum(depth, k => b[k, row] * b[k, column]), 1e-5 * Math.Sqrt(depth));
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_transposed_left_side_is_a_right_side(string format)
    {
        var products = Create(format);
        var random = new Random(3);
        for (var trial = 0; trial < 40; trial++)
        {
            using var arena = new Arena();
            int rows = random.Next(1, 60), columns = random.Next(1, 150), depth = random.Next(1, 150);
            var left = new PanelMatrix(arena, rows, depth, random);
            var right = new PanelMatrix(arena, columns, depth, random);
            var result = new PanelMatrix(arena, rows, columns);
            var units = products.Units(depth);
            var transposed = arena.Floats(Panels.Size(units, columns));

            products.Transpose(products.Left(LeftForm(products, arena, right), right.EvenRows), columns, units, transposed);
            products.Multiply(
                rows, columns, units, products.Left(LeftForm(products, arena, left), left.EvenRows), transposed, Panels.Stride(units), result.Panels, result.Stride);

            var (a, b) = (Operand(products, left), Operand(products, right));
            result.AssertEqual((row, column) => Sum(depth, k => a[row, k] * b[column, k]), 1e-5 * Math.Sqrt(depth));
        }
    }

    [Fact]
    public void Register_width_does_not_change_a_bit()
    {
        Assert.SkipUnless(LaneWidth.Is512, "Needs AVX-512.");
        var random = new Random(4);
        using var arena = new Arena();
        var left = new PanelMatrix(arena, 45, 97, random);
        var right = new PanelMatrix(arena, 97, 112, random);
        var results = new[] { true, false }.Select(use512 =>
        {
            var result = new PanelMatrix(arena, 45, 112);
            var products = new FloatProducts(use512);
            products.Multiply(45, 112, 97, products.Left(left.Panels, left.EvenRows), right.Panels, right.Stride, result.Panels, result.Stride);
            return result.ToArray();
        }).ToList();
        Assert.Equal(results[0], results[1]);
    }

    private static MatrixProducts Create(string format)
    {
        var use512 = format.EndsWith("512", StringComparison.Ordinal);
        Assert.SkipUnless(!use512 || LaneWidth.Is512, "Needs AVX-512.");
        if (format.StartsWith("rounded", StringComparison.Ordinal))
            return new RoundedProducts(use512);
        if (format != "bfloat16")
            return new FloatProducts(use512);
        Assert.SkipUnless(DotTiles.Gap is null, DotTiles.Gap ?? "");
        return new BrainProducts();
    }

    private static float* LeftForm(MatrixProducts products, Arena arena, PanelMatrix matrix) =>
        products.LeftForm(matrix.Panels, matrix.EvenRows, matrix.Columns, arena.Floats(Panels.Size(matrix.EvenRows, matrix.Columns)));

    private static float* RightForm(MatrixProducts products, Arena arena, PanelMatrix matrix) =>
        products.RightForm(matrix.Panels, matrix.EvenRows, matrix.Columns, arena.Floats(Panels.Size(matrix.EvenRows, matrix.Columns)));

    // What the product really multiplies.
    private static double[,] Operand(MatrixProducts products, PanelMatrix matrix)
    {
        var values = matrix.ToArray();
        for (var row = 0; row < matrix.Rows && products.Converts; row++)
        {
            for (var column = 0; column < matrix.Columns; column++)
                values[row, column] = BrainFloat.Round((float)values[row, column]);
        }

        return values;
    }

    private static double Sum(int count, Func<int, double> term) => Enumerable.Range(0, count).Sum(term);
}
