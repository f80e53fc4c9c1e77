namespace TrmLab.Core.Costs;

/// <summary>Least squares of relative errors with coefficients that are not negative: a cost never falls with more work.</summary>
public static class LinearFit
{
    private const int Sweeps = 20_000;

    /// <summary>Coefficients c of target = sum of c[k] * term[k].</summary>
    /// <param name="terms">Per measurement, each as long.</param>
    /// <param name="targets">Measured, positive.</param>
    public static double[] Solve(IReadOnlyList<double[]> terms, IReadOnlyList<double> targets)
    {
        if (terms.Count == 0 || terms.Count != targets.Count)
            throw new ArgumentException($"{terms.Count} rows of terms do not match {targets.Count} measurements.", nameof(terms));
        var count = terms[0].Length;
        var rows = terms.Select((row, i) => row.Select(term => term / targets[i]).ToArray()).ToList();
        var coefficients = new double[count];
        var residual = Enumerable.Repeat(1.0, rows.Count).ToArray();
        var squares = Enumerable.Range(0, count).Select(k => rows.Sum(row => row[k] * row[k])).ToArray();

        // Coordinate descent: the problem is convex and a few numbers wide, so it arrives.
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            for (var k = 0; k < count; k++)
            {
                if (squares[k] == 0) continue;
                var step = 0.0;
                for (var i = 0; i < rows.Count; i++) step += rows[i][k] * residual[i];
                var next = Math.Max(0, coefficients[k] + step / squares[k]);
                var change = next - coefficients[k];
                coefficients[k] = next;
                for (var i = 0; i < rows.Count; i++) residual[i] -= change * rows[i][k];
            }
        }

        return coefficients;
    }
}
