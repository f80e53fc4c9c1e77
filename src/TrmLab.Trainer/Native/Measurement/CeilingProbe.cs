using System.Diagnostics;
using TrmLab.Core.Configuration;
using TrmLab.Trainer.Native.Memory;
using TrmLab.Trainer.Native.Products;

namespace TrmLab.Trainer.Native.Measurement;

/// <summary>
/// How many operations per second this machine's cores reach in matrix products whose operands lie in the cache: what a training step is
/// measured against, in the same run, because clocks and neighbours change.
/// </summary>
public static class CeilingProbe
{
    private const int Rows = 96, Columns = 64, Depth = 256;
    private const int Repeats = 7;
    private const int ProductsPerRepeat = 4000;

    /// <summary>Best of several repeats, all threads together, in 10^9 operations per second.</summary>
    public static double Gflops(ForwardType forwardType, int threads)
    {
        var products = MatrixProducts.For(forwardType == ForwardType.BFloat16);
        using var team = new WorkerTeam(threads);
        var arenas = new Arena[threads];
        team.Run(number => arenas[number] = new Arena());
        var best = double.MaxValue;
        for (var repeat = 0; repeat < Repeats; repeat++)
        {
            var start = Stopwatch.GetTimestamp();
            team.Run(number => Multiply(products, arenas[number]));
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        foreach (var arena in arenas)
            arena.Dispose();
        return 2.0 * Rows * Columns * Depth * ProductsPerRepeat * threads / best / 1e9;
    }

    private static unsafe void Multiply(MatrixProducts products, Arena arena)
    {
        float* left = arena.Floats(Rows * Depth), right = arena.Floats(Depth * Columns), result = arena.Floats(Rows * Columns);
        for (var i = 0; i < ProductsPerRepeat; i++)
            products.Multiply(Rows, Columns, products.Units(Depth), products.Left(left, Rows), right, 0, result, 0);
    }
}
